/// One end of a connection, as whose bytes are meant.
enum Side: UInt8 {
  /// The end that opened the connection.
  case client
  /// The end that was called.
  case server

  /// The other end.
  var opposite: Side { self == .client ? .server : .client }
}
