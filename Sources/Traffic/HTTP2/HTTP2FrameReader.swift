import Records

/// Cuts one direction of HTTP/2 into frames. Of all frames but DATA the payload is put together.
struct HTTP2FrameReader {
  /// What came next.
  enum Event {
    /// The bytes are used up.
    case more
    /// The header of a frame; DATA follow in parts, the payload of others as a whole.
    case header(HTTP2Frame)
    /// A part of the body that a DATA frame carries.
    case body(UnsafeRawBufferPointer)
    /// The end of a frame, with its payload if it is one of those that are put together.
    case end(HTTP2Frame, payload: [UInt8])
    /// A frame that is put together is longer than ``HTTP2FrameReader/longestPayload``.
    case tooLong
  }

  /// The longest payload that is put together: 64 KiB.
  static let longestPayload = 65_536

  /// When the first byte of the present frame came.
  private(set) var start = Timestamp(nanoseconds: 0)
  private var header: [UInt8] = []
  private(set) var frame: HTTP2Frame?
  private var payload: [UInt8] = []
  private var remaining = 0
  /// How many of the last bytes of a DATA frame are padding; nil where that was not read yet.
  private var padding: Int?

  /// At the beginning of a frame.
  init() {}

  /// Reads on from `position`, to the next event.
  mutating func advance(_ bytes: UnsafeRawBufferPointer, _ position: inout Int, at time: Timestamp) -> Event {
    while true {
      guard let frame else {
        guard position < bytes.count else { return .more }
        if header.isEmpty { start = time }
        let count = min(HTTP2Frame.headerLength - header.count, bytes.count - position)
        header.append(contentsOf: bytes[position..<position + count])
        position += count
        guard let frame = HTTP2Frame(header) else { continue }
        header.removeAll(keepingCapacity: true)
        self.frame = frame
        remaining = frame.length
        padding = frame.isPadded ? nil : 0
        payload.removeAll(keepingCapacity: true)
        if frame.kind != nil, frame.kind != .data, frame.length > Self.longestPayload { return .tooLong }
        return .header(frame)
      }
      guard remaining > 0 else {
        self.frame = nil
        return .end(frame, payload: payload)
      }
      guard position < bytes.count else { return .more }
      if frame.kind == .data, padding == nil {
        padding = Int(bytes[position])
        position += 1
        remaining -= 1
        continue
      }
      let count = min(remaining, bytes.count - position)
      let part = UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
      position += count
      remaining -= count
      guard frame.kind == .data else {
        if frame.kind != nil { payload.append(contentsOf: part) }
        continue
      }
      // What reaches into the last bytes of the frame is padding.
      let excess = min(count, max(0, (padding ?? 0) - remaining))
      return .body(UnsafeRawBufferPointer(rebasing: part[..<(count - excess)]))
    }
  }
}
