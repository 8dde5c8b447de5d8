/// One packet of a capture, as its container gives it.
struct Packet {
  /// The captured bytes, valid while the packet is being decoded.
  var bytes: UnsafeRawPointer
  /// How many bytes were captured.
  var captured: Int
  /// How many bytes were on the wire.
  var wireLength: Int
  /// When, in nanoseconds since 1970.
  var time: Int64
  /// The ordinal of the interface within the capture.
  var interface: Int
}
