/// What a key log knows of one connection.
struct ConnectionSecrets {
  /// The master secret, up to TLS 1.2.
  var master: [UInt8]?
  /// TLS 1.3: the client's secret for the rest of the handshake.
  var clientHandshake: [UInt8]?
  /// TLS 1.3: the server's secret for the rest of the handshake.
  var serverHandshake: [UInt8]?
  /// TLS 1.3: the client's first secret for application data.
  var clientTraffic: [UInt8]?
  /// TLS 1.3: the server's first secret for application data.
  var serverTraffic: [UInt8]?

  /// The secret of one side for the rest of the handshake of TLS 1.3.
  func handshake(of side: Side) -> [UInt8]? { side == .client ? clientHandshake : serverHandshake }

  /// The secret of one side for its application data of TLS 1.3.
  func traffic(of side: Side) -> [UInt8]? { side == .client ? clientTraffic : serverTraffic }
}
