/// One end of a connection: an address and a port.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// The IP address.
  public var address: IPAddress
  /// The TCP or UDP port.
  public var port: UInt16

  /// An end of a connection.
  @inlinable
  public init(address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  /// `192.0.2.1:443`, or `[2001:db8::1]:443`.
  public var description: String {
    address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
  }
}
