import Records

/// The payload of one connection: put in order, decoded, and grouped into bursts.
final class FlowStream {
  /// A segment that arrived before the bytes it follows.
  struct Segment {
    var sequence: UInt32
    var wireLength: Int
    var bytes: [UInt8]
    var time: Int64
  }

  /// The most segments that wait for a gap to be filled, in each direction.
  static let longestQueue = 64
  /// The most bytes that wait, in each direction.
  static let largestQueue = 1 << 20

  /// What is spoken; nil on UDP and after the connection's end.
  var application: ApplicationStream?
  var applicationProtocol: Connection.ApplicationProtocol = .unknown
  var bursts = BurstLog()
  /// By side: the segments that wait, by sequence number.
  var queue = Pair<[Segment]>([])
  private var queuedBytes = Pair(0)

  init(application: ApplicationStream?) {
    self.application = application
  }

  /// Takes bytes in order: `bytes` were captured, `wireLength` were sent.
  @inline(__always)
  func deliver(
    _ bytes: UnsafeRawBufferPointer, wireLength: Int, from side: Side, at time: Int64, into sink: any RecordSink
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
    bursts.add(wireLength, from: side, at: time, content: content)
  }

  /// Keeps a segment until the bytes before it come; false where no more can be kept.
  func hold(_ segment: Segment, from side: Side) -> Bool {
    guard queue[side].count < Self.longestQueue, queuedBytes[side] + segment.bytes.count <= Self.largestQueue
    else { return false }
    let place =
      queue[side].firstIndex { Int32(bitPattern: segment.sequence &- $0.sequence) < 0 } ?? queue[side].endIndex
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
