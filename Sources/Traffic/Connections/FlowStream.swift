import Records

/// The payload of one connection: put in order, decoded, and grouped into bursts.
final class FlowStream {
  /// A segment that arrived before the bytes it follows.
  struct Segment {
    var sequence: UInt32
    var wireLength: Int
    var bytes: [UInt8]
    var time: Int64

    /// About how much memory it takes, in bytes.
    var footprint: Int { bytes.count + 128 }
  }

  /// The most segments that wait for a gap to be filled, in each direction.
  static let longestQueue = 64
  /// The most bytes that wait, in each direction.
  static let largestQueue = 1 << 20

  /// What is spoken; nil on UDP.
  let application: ApplicationStream?
  var applicationProtocol: Connection.ApplicationProtocol = .unknown
  private(set) var bursts = BurstLog()
  /// Whether the bytes showed that the client was guessed wrong: bursts are of the true sides.
  private(set) var areSidesExchanged = false
  private let isClientGuessed: Bool
  /// By side: the segments that wait, by sequence number.
  var queue = Pair<[Segment]>([])
  private var queuedBytes = Pair(0)

  init(application: ApplicationStream?, isClientGuessed: Bool) {
    self.application = application
    self.isClientGuessed = isClientGuessed
  }

  /// Takes bytes in order: `bytes` were captured, `wireLength` were sent.
  @inline(__always)
  func deliver(
    _ bytes: UnsafeRawBufferPointer, wireLength: Int, from side: Side, at time: Int64,
    into sink: any RecordSink
  ) throws {
    var content = Burst.Content.application
    if let application {
      let moment = Timestamp(nanoseconds: time)
      if bytes.count > 0 {
        content = try application.consume(bytes, from: side, at: moment, into: sink)
      }
      if wireLength > bytes.count {
        let rest = try application.skip(wireLength - bytes.count, from: side, at: moment, into: sink)
        if bytes.count == 0 || rest == .application { content = rest }
      }
    }
    if let retracted = application?.takeRetractedBytes(), retracted > 0 { bursts.retract(retracted) }
    if isClientGuessed, !areSidesExchanged, application?.provenClient == .server {
      areSidesExchanged = true
      bursts.exchangeSides()
    }
    let sender = areSidesExchanged ? side.opposite : side
    if content == .handshake, bursts.isTurnUntouchedByHandshake(from: sender) { return }
    bursts.add(wireLength, from: sender, at: time, content: content)
  }

  /// Takes bytes of a datagram, which are not decoded.
  func note(_ count: Int, from side: Side, at time: Int64, content: Burst.Content) {
    bursts.add(count, from: side, at: time, content: content)
  }

  /// Keeps a segment until the bytes before it come; false where no more can be kept.
  func hold(_ segment: Segment, from side: Side) -> Bool {
    guard queue[side].count < Self.longestQueue, queuedBytes[side] + segment.bytes.count <= Self.largestQueue
    else { return false }
    let place =
      queue[side].firstIndex { Int32(bitPattern: segment.sequence &- $0.sequence) < 0 }
      ?? queue[side].endIndex
    queue[side].insert(segment, at: place)
    queuedBytes[side] += segment.bytes.count
    return true
  }

  /// Takes the first waiting segment.
  func takeFirst(from side: Side) -> Segment {
    let segment = queue[side].removeFirst()
    queuedBytes[side] -= segment.bytes.count
    return segment
  }

  /// Ends the decoding, and notes what was spoken.
  func finish(into sink: any RecordSink) throws {
    guard let application else { return }
    try application.finish(into: sink)
    applicationProtocol = application.applicationProtocol
  }
}
