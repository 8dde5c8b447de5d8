@testable import Traffic

/// Connections whose handshakes are known in full.
enum TLSDialogues {
  /// RFC 8448, section 3: the hellos are the RFC's bytes; of the encrypted records, the RFC's lengths.
  static let simple: Dialogue = {
    var talk = Dialogue()
    talk.client(
      TLSBytes.record(
        22,
        TLSBytes.hexadecimal(
          """
          010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7000006130113031302
          010000910000000b0009000006736572766572ff01000100000a00140012001d001700180019010001010102010301
          0400230000003300260024001d002099381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c
          002b0003020304000d0020001e040305030603020308040805080604010501060102010402050206020202002d0002
          0101001c00024001
          """), version: 1))
    talk.server(
      TLSBytes.record(
        22,
        TLSBytes.hexadecimal(
          """
          020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e003300
          24001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304
          """)) + TLSBytes.data(674))
    talk.client(TLSBytes.data(53))
    talk.server(TLSBytes.data(222))
    talk.client(TLSBytes.data(67))
    talk.server(TLSBytes.data(67))
    talk.client(TLSBytes.data(19))
    talk.server(TLSBytes.data(19))
    return talk
  }()

  /// A whole handshake of TLS 1.2, certificate and all. The messages of the server are in two records, of which the
  /// first ends within the certificate.
  static func tls12(certificates: [[UInt8]]) -> Dialogue {
    var talk = Dialogue()
    let fields = TLSBytes.serverName("API.Example.com") + TLSBytes.protocols(["h2", "http/1.1"])
    talk.client(TLSBytes.record(22, TLSBytes.clientHello(sessionID: [], fields: fields), version: 1))
    let hello = TLSBytes.serverHello(
      sessionID: [9, 9, 9], suite: [0xc0, 0x2f], fields: TLSBytes.protocols(["http/1.1"]))
    let messages = hello + TLSBytes.certificates(certificates) + TLSBytes.message(14, [])
    let half = hello.count + 50
    talk.server(TLSBytes.record(22, Array(messages[..<half])) + TLSBytes.record(22, Array(messages[half...])))
    talk.client(
      TLSBytes.record(22, TLSBytes.message(16, [4, 1, 2, 3, 4])) + TLSBytes.record(20, [1])
        + TLSBytes.data(40, type: 22))
    talk.server(TLSBytes.record(20, [1]) + TLSBytes.data(40, type: 22))
    talk.client(TLSBytes.data(100))
    talk.server(TLSBytes.data(16_384) + TLSBytes.data(200))
    talk.client(TLSBytes.data(26, type: 21))
    return talk
  }

  /// The short handshake of TLS 1.2.
  static let resumed: Dialogue = {
    var talk = Dialogue()
    talk.client(TLSBytes.record(22, TLSBytes.clientHello(sessionID: [5, 6], fields: [])))
    talk.server(
      TLSBytes.record(22, TLSBytes.serverHello(sessionID: [5, 6], suite: [0xc0, 0x2f], fields: []))
        + TLSBytes.record(20, [1]) + TLSBytes.data(40, type: 22))
    talk.client(TLSBytes.record(20, [1]) + TLSBytes.data(40, type: 22) + TLSBytes.data(50))
    return talk
  }()
}
