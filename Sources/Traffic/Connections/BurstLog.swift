import Records

/// Groups the payload of one connection into bursts as it moves.
struct BurstLog {
  /// A pause after which bytes of the same side begin a burst of their own: 50 ms.
  static let pause: Int64 = 50_000_000
  /// The most bursts of one connection; beyond, neighbours are joined.
  static let capacity = 16_384

  private(set) var bursts: [Burst] = []

  /// Notes that payload moved.
  mutating func add(_ count: Int, from side: Side, at time: Int64, content: Burst.Content) {
    let moment = Timestamp(nanoseconds: time)
    if bursts.isEmpty || begins(side, time, content) {
      if bursts.count >= Self.capacity { join() }
      bursts.append(Burst(start: moment, content: content))
    }
    let last = bursts.count - 1
    bursts[last].stop = max(bursts[last].stop, moment)
    if side == .client {
      bursts[last].clientBytes += count
      bursts[last].clientPackets += 1
      bursts[last].lastClient = moment
    } else {
      bursts[last].serverBytes += count
      bursts[last].serverPackets += 1
      if bursts[last].firstServer == nil { bursts[last].firstServer = moment }
    }
  }

  /// Exchanges client and server, for a connection whose client was guessed wrong.
  mutating func exchangeSides() {
    for index in bursts.indices {
      let burst = bursts[index]
      bursts[index].clientBytes = burst.serverBytes
      bursts[index].serverBytes = burst.clientBytes
      bursts[index].clientPackets = burst.serverPackets
      bursts[index].serverPackets = burst.clientPackets
      bursts[index].lastClient = burst.clientPackets == 0 ? burst.stop : nil
      bursts[index].firstServer = burst.serverPackets == 0 ? burst.start : nil
    }
  }

  private func begins(_ side: Side, _ time: Int64, _ content: Burst.Content) -> Bool {
    let current = bursts[bursts.count - 1]
    if content != current.content { return true }
    if side == .client { return current.serverPackets > 0 || time - current.stop.nanoseconds > Self.pause }
    return current.serverPackets > 0 && time - current.stop.nanoseconds > Self.pause
  }

  /// Makes room: neighbours of the same content are joined two by two, and of any content where that does not suffice.
  private mutating func join() {
    join { $0 == $1 }
    if bursts.count > Self.capacity * 3 / 4 { join { _, _ in true } }
  }

  private mutating func join(where areAlike: (Burst.Content, Burst.Content) -> Bool) {
    var joined: [Burst] = []
    joined.reserveCapacity(Self.capacity)
    var isPartner = false
    for burst in bursts {
      let last = joined.count - 1
      guard isPartner, areAlike(joined[last].content, burst.content) else {
        joined.append(burst)
        isPartner = true
        continue
      }
      joined[last].stop = max(joined[last].stop, burst.stop)
      joined[last].clientBytes += burst.clientBytes
      joined[last].serverBytes += burst.serverBytes
      joined[last].clientPackets += burst.clientPackets
      joined[last].serverPackets += burst.serverPackets
      // What is application data for one of them is so for both.
      if burst.content.rawValue < joined[last].content.rawValue { joined[last].content = burst.content }
      isPartner = false
    }
    bursts = joined
  }
}
