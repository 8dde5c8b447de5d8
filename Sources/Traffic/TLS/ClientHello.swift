/// What a ClientHello offers (RFC 8446, 4.1.2; RFC 5246, 7.4.1.2).
struct ClientHello {
  /// The version field, which stays at TLS 1.2 in TLS 1.3.
  private(set) var legacyVersion: UInt16?
  /// The random bytes, by which key logs name the connection.
  private(set) var random: [UInt8]?
  /// The session that the client would resume; random bytes where it offers TLS 1.3.
  private(set) var sessionID: [UInt8]?
  /// The server name indication, in lower case.
  private(set) var serverName: String?
  /// The offered application protocols, in order.
  private(set) var protocols: [String] = []
  /// Whether the message was read to its end: a version extension that was not seen may be there otherwise.
  private(set) var isRead = false

  private var highestSupportedVersion: UInt16?

  /// Reads the body of a ClientHello as far as it goes.
  init(_ body: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(body)
    guard let version = cursor.uint16() else { return }
    legacyVersion = version
    guard let random = cursor.take(32) else { return }
    self.random = Array(random)
    guard let idLength = cursor.uint8(), let id = cursor.take(Int(idLength)) else { return }
    sessionID = Array(id)
    guard let suites = cursor.uint16(), cursor.take(Int(suites)) != nil,
      let compressions = cursor.uint8(), cursor.take(Int(compressions)) != nil
    else { return }
    guard cursor.remaining > 0 else {
      isRead = true
      return
    }
    guard let length = cursor.uint16() else { return }
    let isWhole = cursor.remaining >= Int(length)
    var extensions = ByteCursor(cursor.take(upTo: Int(length)))
    while extensions.remaining > 0 {
      guard let type = extensions.uint16(), let size = extensions.uint16(),
        let data = extensions.take(Int(size))
      else { return }
      switch type {
      case 0: readServerName(data)
      case 16: protocols = Self.protocolNames(data)
      case 43: readVersions(data)
      default: break
      }
    }
    isRead = isWhole
  }

  /// The highest version offered; nil where it is not known, as the extension that says it was not captured.
  var offeredVersion: UInt16? {
    if let highestSupportedVersion { return highestSupportedVersion }
    guard let legacyVersion else { return nil }
    return isRead || legacyVersion < 0x0303 ? legacyVersion : nil
  }

  /// The names in an extension of RFC 7301, without those that only keep servers tolerant (RFC 8701).
  static func protocolNames(_ data: UnsafeRawBufferPointer) -> [String] {
    var cursor = ByteCursor(data)
    var names: [String] = []
    _ = cursor.uint16()
    while let length = cursor.uint8(), let name = cursor.take(Int(length)) {
      let isGREASE = name.count == 2 && isReserved(UInt16(name[0]) << 8 | UInt16(name[1]))
      if !isGREASE { names.append(String(decoding: name, as: UTF8.self)) }
    }
    return names
  }

  private mutating func readServerName(_ data: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(data)
    _ = cursor.uint16()
    while let type = cursor.uint8(), let length = cursor.uint16(), let name = cursor.take(Int(length)) {
      guard type == 0, serverName == nil, !name.isEmpty else { continue }
      serverName = String(decoding: name, as: UTF8.self).lowercased()
    }
  }

  private mutating func readVersions(_ data: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(data)
    _ = cursor.uint8()
    while let version = cursor.uint16() {
      // Drafts of TLS 1.3 (0x7f..) and GREASE are no versions to compare.
      guard version >> 8 == 3, !Self.isReserved(version) else { continue }
      highestSupportedVersion = max(highestSupportedVersion ?? 0, version)
    }
  }

  /// Whether a value is one of GREASE: 0x?A?A (RFC 8701).
  private static func isReserved(_ value: UInt16) -> Bool {
    value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff
  }
}
