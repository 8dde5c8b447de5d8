/// When the stages of a transfer ended, in microseconds since it began; nil where a stage was not reached or not needed.
///
/// As `curl -w` tells them: each counts from the beginning, not from the stage before.
public struct TransferTimes: Hashable, Sendable {
  /// The name was looked up (`time_namelookup`).
  public var lookup: Int64?
  /// The TCP connection stood (`time_connect`).
  public var connect: Int64?
  /// The TLS handshake was done (`time_appconnect`).
  public var handshake: Int64?
  /// The first byte of the answer was there (`time_starttransfer`).
  public var firstByte: Int64?
  /// The transfer was done (`time_total`).
  public var total: Int64

  /// From the end of the stage before to the first byte of the answer. libcurl tells no better when the request was
  /// sent: what it calls `time_pretransfer` is after that.
  public var wait: Int64? { firstByte.map { $0 - (handshake ?? connect ?? lookup ?? 0) } }

  /// Times of a transfer.
  public init(lookup: Int64?, connect: Int64?, handshake: Int64?, firstByte: Int64?, total: Int64) {
    self.lookup = lookup
    self.connect = connect
    self.handshake = handshake
    self.firstByte = firstByte
    self.total = total
  }
}
