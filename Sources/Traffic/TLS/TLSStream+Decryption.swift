import Records

/// What a key log opens.
extension TLSStream {
  /// Begins a record that is to be decrypted.
  ///
  /// - Returns: whether it is; false without keys.
  func beginProtected(
    _ direction: TLSDirection, from side: Side, type: UInt8, version: UInt16, into sink: any RecordSink
  ) throws -> Bool {
    guard let decryption else { return false }
    if type == 20, direction.hasChangedCipher, decryption.isEndedByCipherChange(from: side) {
      try endDecryption(of: direction, from: side, "as its keys were renegotiated", into: sink)
    }
    guard decryption.opens(type: type, from: side, hasChangedCipher: direction.hasChangedCipher) else {
      return false
    }
    if type == 22 { direction.hasSentEncryptedHandshake = true }
    guard direction.remaining > 0 else {
      try endDecryption(of: direction, from: side, "as a record of it is empty", into: sink)
      return false
    }
    direction.content = decryption.expectation(type: type, length: direction.remaining, from: side)
    direction.reading = .protected
    direction.recordHeader = (type, version)
    direction.body.reserveCapacity(direction.remaining)
    return true
  }

  /// Decrypts the record that is complete.
  func open(
    _ direction: TLSDirection, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws {
    let (type, version) = direction.recordHeader
    let body = direction.body
    // Of many connections, few are in the middle of a record.
    direction.body = []
    let record = try decryption?.take(
      type: type, version: version, body: body, from: side, start: direction.recordStart, at: time,
      &handshake,
      into: sink)
    guard let record else {
      let cause = "from a record on that is not what its keys sealed"
      return try endDecryption(of: direction, from: side, cause, into: sink)
    }
    direction.reading = .nothing
    direction.content = record.content
    if side == .client {
      hasClientFinished = decryption?.hasFinished(.client) ?? hasClientFinished
      hasClientSpoken = hasClientSpoken || record.type == 23
    }
    if decryption?.hasUnreadableCertificate == true {
      try oddities.report(
        "tls_certificate_unreadable",
        "a certificate of the server is not as RFC 5280 says; what could be read of it is used", into: sink)
    }
    if decryption?.isOpen(side) != true {
      try endDecryption(of: direction, from: side, "as the key log has no secret for it", into: sink)
    }
  }

  /// Goes on without keys.
  func endDecryption(
    of direction: TLSDirection, from side: Side, _ cause: String, into sink: any RecordSink
  ) throws {
    decryption?.end(side)
    if side == .server, decryption?.hasFinished(.server) == true { tickets.settle() }
    if direction.reading == .protected {
      direction.reading = .nothing
      if side == .client {
        hasClientFinished = true
        hasClientSpoken = hasClientSpoken || direction.content == .application
      }
      if direction.content == .application, !handshake.isHandedOver {
        handshake.firstApplicationData = direction.recordStart
        try handshake.handOver(into: sink)
      }
    }
    try oddities.report(
      "tls_decryption_failed", "what the \(side) sent is not decrypted further, \(cause)", into: sink)
  }
}
