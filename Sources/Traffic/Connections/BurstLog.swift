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
      bursts[index].lastClient = nil
      bursts[index].firstServer = nil
    }
  }

  private func begins(_ side: Side, _ time: Int64, _ content: Burst.Content) -> Bool {
    let current = bursts[bursts.count - 1]
    if content != current.content { return true }
    if side == .client { return current.serverPackets > 0 || time - current.stop.nanoseconds > Self.pause }
    return current.serverPackets > 0 && time - current.stop.nanoseconds > Self.pause
  }

  /// Halves the number of bursts: each joins its neighbour where both carry the same content.
  private mutating func join() {
    var joined: [Burst] = []
    joined.reserveCapacity(bursts.count / 2 + 1)
    var isPartner = false
    for burst in bursts {
      guard isPartner, let last = joined.last, last.content == burst.content else {
        joined.append(burst)
        isPartner = true
        continue
      }
      joined[joined.count - 1].stop = burst.stop
      joined[joined.count - 1].clientBytes += burst.clientBytes
      joined[joined.count - 1].serverBytes += burst.serverBytes
      joined[joined.count - 1].clientPackets += burst.clientPackets
      joined[joined.count - 1].serverPackets += burst.serverPackets
      isPartner = false
    }
    bursts = joined
  }
}
