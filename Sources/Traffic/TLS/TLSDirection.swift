import Records

/// Where one direction of a TLS connection stands between and inside of its records.
final class TLSDirection {
  /// What the body of the present record is read for.
  enum Reading {
    /// Nothing: its bytes are counted.
    case nothing
    /// The messages of the handshake, in the clear.
    case messages
    /// The two bytes of an alert in the clear.
    case alert
    /// Nothing, but its bytes are counted chunk by chunk.
    case watched
    /// All of it, to be decrypted.
    case protected
  }

  /// The bytes of a record header that came so far, the first in the highest place.
  var header: UInt64 = 0
  /// How many of the header's five bytes came.
  var headerCount = 0
  /// When the first byte of the present record's header came.
  var recordStart = Timestamp(nanoseconds: 0)
  /// How many bytes of the present record are still to come.
  var remaining = 0
  /// What the present record is.
  var content = Burst.Content.application
  /// What its body is read for.
  var reading = Reading.nothing
  /// The type and the version of the present record, where it is to be decrypted.
  var recordHeader: (type: UInt8, version: UInt16) = (0, 0)
  /// The body of the present record, where it is to be decrypted.
  var body: [UInt8] = []
  /// Bytes passed unseen, and where the next record begins is not known.
  var isLost = false
  /// Whether the direction was ever lost: what was not seen may have passed.
  var wasLost = false
  /// Whether a ClientHello or ServerHello came.
  var hasSentHello = false
  /// Whether the sender changed ciphers: its handshake is encrypted from there on.
  var hasChangedCipher = false
  /// Whether a handshake record came after the change, as it does up to TLS 1.2 (the Finished message).
  var hasSentEncryptedHandshake = false
  /// The messages of the handshake.
  var messages = TLSMessageReader()

  /// Gives up the place in the stream.
  func lose() {
    isLost = true
    wasLost = true
    headerCount = 0
    header = 0
    remaining = 0
    reading = .nothing
  }
}
