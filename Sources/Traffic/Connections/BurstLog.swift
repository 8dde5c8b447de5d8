import Records

/// Groups the payload of one connection into bursts as it moves.
struct BurstLog {
  /// A pause after which bytes of the same side begin a burst of their own: 50 ms.
  static let pause: Int64 = 50_000_000
  /// The most bursts of one connection; beyond, neighbours are joined.
  static let capacity = 16_384

  private(set) var bursts: [Burst] = []
  private var hasHandshake = false

  /// Notes that payload moved.
  mutating func add(_ count: Int, from side: Side, at time: Int64, content: Burst.Content) {
    let moment = Timestamp(nanoseconds: time)
    if bursts.isEmpty || begins(side, time, content) {
      if bursts.count >= Self.capacity { join() }
      bursts.append(Burst(start: moment, content: content))
      hasHandshake = hasHandshake || content == .handshake
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

  /// Whether the present turn is one of the application, of which what a side sends for the connection's own sake
  /// (a session ticket, a key update, settings of HTTP/2) is no part and which it does not end. A client that was
  /// not seen to begin a handshake begins one.
  func isTurnUntouchedByHandshake(from side: Side) -> Bool {
    bursts.last?.content == .application && (side == .server || hasHandshake)
  }

  /// Takes back bytes of the server that were no application data after all.
  mutating func retract(_ count: Int) {
    guard let last = bursts.indices.last, bursts[last].content == .application else { return }
    bursts[last].serverBytes = max(0, bursts[last].serverBytes - count)
    guard bursts[last].serverBytes == 0 else { return }
    bursts[last].serverPackets = 0
    bursts[last].firstServer = nil
    bursts[last].stop = bursts[last].lastClient ?? bursts[last].stop
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
