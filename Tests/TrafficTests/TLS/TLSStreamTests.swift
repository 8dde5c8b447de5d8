import Records
import Testing

@testable import Traffic

struct TLSStreamTests {
  @Test func theHandshakeOfRFC8448IsReadAndItsRecordsAreToldApart() throws {
    let outcome = try TLSDialogues.simple.decode()
    let handshake = try #require(outcome.records.handshakes.first)
    #expect(outcome.records.handshakes.count == 1)
    #expect(handshake.connection == 7)
    #expect(handshake.clientHello == Timestamp(nanoseconds: 0))
    #expect(handshake.serverHello == Timestamp(nanoseconds: 1_000_000))
    #expect(handshake.firstApplicationData == Timestamp(nanoseconds: 4_000_000))
    #expect(handshake.serverName == "server")
    #expect(handshake.offeredVersion == 0x0304)
    #expect(handshake.version == 0x0304)
    #expect(handshake.cipherSuite == 0x1301)
    #expect(handshake.isResumed == false)
    #expect(handshake.certificates.isEmpty)
    #expect(outcome.records.oddities.isEmpty)
    #expect(outcome.applicationProtocol == .tls)
    #expect(outcome.provenClient == .client)
    #expect(
      outcome.contents == [
        .handshake, .handshake, .handshake, .handshake, .application, .application, .closing, .closing,
      ])
  }

  @Test func aHandshakeOfTLS12ShowsItsCertificate() throws {
    let outcome = try TLSDialogues.tls12(certificates: [X509Tests.bytes]).decode()
    let handshake = try #require(outcome.records.handshakes.first)
    #expect(handshake.serverName == "api.example.com")
    #expect(handshake.offeredProtocols == ["h2", "http/1.1"])
    #expect(handshake.negotiatedProtocol == "http/1.1")
    #expect(handshake.offeredVersion == 0x0303)
    #expect(handshake.version == 0x0303)
    #expect(handshake.isResumed == false)
    #expect(handshake.certificates.map(\.isSelfIssued) == [true])
    #expect(outcome.records.oddities.isEmpty)
    #expect(
      outcome.contents == [
        .handshake, .handshake, .handshake, .handshake, .application, .application, .closing,
      ])
  }

  @Test func aShortHandshakeIsAResumption() throws {
    let handshake = try #require(try TLSDialogues.resumed.decode().records.handshakes.first)
    #expect(handshake.isResumed == true)
    #expect(handshake.version == 0x0303)
  }

  @Test func aPreSharedKeyIsAResumptionInTLS13() throws {
    var talk = Dialogue()
    talk.client(
      TLSBytes.record(22, TLSBytes.clientHello(sessionID: [1], fields: TLSBytes.field(43, [2, 3, 4]))))
    let fields = TLSBytes.field(43, [3, 4]) + TLSBytes.field(41, [0, 0])
    talk.server(TLSBytes.record(22, TLSBytes.serverHello(sessionID: [1], suite: [0x13, 1], fields: fields)))
    #expect(try talk.decode().records.handshakes.first?.isResumed == true)
  }

  @Test func aRetryRequestGivesTheTimeAndTheHelloAfterItTheRest() throws {
    // The random of RFC 8446, 4.1.3. The second hellos come after the change of ciphers that fools middleboxes.
    let random = TLSBytes.hexadecimal("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
    let version = TLSBytes.field(43, [3, 4])
    let hello = TLSBytes.record(
      22, TLSBytes.clientHello(sessionID: [1], fields: TLSBytes.field(43, [4, 0x7a, 0x7a, 3, 4])))
    var talk = Dialogue()
    talk.client(hello)
    talk.server(
      TLSBytes.record(
        22, TLSBytes.serverHello(sessionID: [1], suite: [0x13, 2], fields: version, random: random))
        + TLSBytes.record(20, [1]))
    talk.client(TLSBytes.record(20, [1]) + hello)
    talk.server(
      TLSBytes.record(
        22,
        TLSBytes.serverHello(sessionID: [1], suite: [0x13, 2], fields: version + TLSBytes.field(41, [0, 0]))))
    let handshake = try #require(try talk.decode().records.handshakes.first)
    #expect(handshake.clientHello == Timestamp(nanoseconds: 0))
    #expect(handshake.serverHello == Timestamp(nanoseconds: 1_000_000))
    #expect(handshake.offeredVersion == 0x0304)
    #expect(handshake.cipherSuite == 0x1302)
    #expect(handshake.isResumed == true)
  }

  @Test func anAlertInTheClearIsKept() throws {
    var talk = Dialogue()
    talk.client(TLSBytes.record(22, TLSBytes.clientHello(sessionID: [], fields: [])))
    talk.server(TLSBytes.record(21, [2, 40]))
    let outcome = try talk.decode()
    #expect(outcome.records.handshakes.first?.alert == 40)
    #expect(outcome.records.handshakes.first?.version == nil)
    #expect(outcome.contents == [.handshake, .closing])
  }

  @Test func whatIsSplitAnywhereIsReadTheSame() throws {
    for talk in [
      TLSDialogues.simple, TLSDialogues.tls12(certificates: [X509Tests.bytes]), TLSDialogues.resumed,
    ] {
      let whole = try talk.decode()
      for first in 1..<1200 {
        let outcome = try talk.decode(first: first)
        #expect(outcome.records.text == whole.records.text)
      }
      for pieces in [1, 2, 3, 5, 7, 1460] {
        let outcome = try talk.decode(pieces: pieces)
        #expect(outcome.records.text == whole.records.text)
        #expect(outcome.contents == whole.contents || pieces < 7)
      }
    }
  }

  @Test func sidesThatWereGuessedWrongArePutRight() throws {
    let right = try TLSDialogues.simple.decode()
    let wrong = try TLSDialogues.simple.decode(swapped: true)
    #expect(wrong.provenClient == .server)
    #expect(wrong.records.text == right.records.text)
    #expect(wrong.contents == right.contents)
  }

  @Test func packetsCutToAFewBytesStillShowTheHandshake() throws {
    var talk = Dialogue()
    for line in TLSDialogues.simple.lines {
      guard case .says(let side, let bytes) = line else { continue }
      talk.lines.append(.says(side, Array(bytes.prefix(30))))
      if bytes.count > 30 { talk.unseen(side, bytes.count - 30) }
    }
    let outcome = try talk.decode()
    let handshake = try #require(outcome.records.handshakes.first)
    #expect(handshake.clientHello == Timestamp(nanoseconds: 0))
    #expect(handshake.serverHello == Timestamp(nanoseconds: 2_000_000))
    // No version was captured; that the client sent data without a Finished message before it shows TLS 1.3.
    #expect(handshake.version == 0x0304)
    #expect(handshake.serverName == nil)
    #expect(handshake.isResumed == nil)
    #expect(outcome.records.oddities.map(\.name) == ["tls_handshake_cut"])
    #expect(
      outcome.contents == [
        .handshake, .handshake, .handshake, .handshake, .handshake, .handshake, .handshake, .handshake,
        .application, .application, .application, .application, .closing, .closing,
      ])
  }

  @Test func aCaptureThatBeganLateIsInStepWithTheRecords() throws {
    var talk = Dialogue()
    talk.client(TLSBytes.data(300))
    talk.server(Array(TLSBytes.data(5000).prefix(1000)))
    talk.unseen(.server, 4005)
    talk.server(TLSBytes.data(19))
    let outcome = try talk.decode()
    #expect(outcome.applicationProtocol == .tls)
    #expect(outcome.provenClient == nil)
    #expect(outcome.records.text.isEmpty)
    #expect(outcome.contents == [.application, .application, .application, .closing])
  }

  @Test func afterAGapTheNextPacketThatBeginsWithARecordCounts() throws {
    var talk = TLSDialogues.simple
    talk.lines.removeLast(2)
    talk.unseen(.server, 700)
    talk.server([1, 2, 3, 4, 5, 6, 7, 8])
    talk.server(TLSBytes.data(19))
    let outcome = try talk.decode()
    #expect(outcome.contents.suffix(3) == [.application, .application, .closing])
    #expect(outcome.records.oddities.isEmpty)
  }

  @Test func aBadCertificateIsAnOddityAndTheOthersAreKept() throws {
    let outcome = try TLSDialogues.tls12(certificates: [
      [0x30, 0x03, 1, 2, 3] + [UInt8](repeating: 7, count: 60), X509Tests.bytes,
    ]).decode()
    #expect(outcome.records.oddities.map(\.name) == ["tls_certificate_unreadable"])
    #expect(outcome.records.handshakes.first?.certificates.count == 1)
  }

  @Test func aHandshakeWithoutEndIsGivenUp() throws {
    var talk = Dialogue()
    talk.client(TLSBytes.record(22, TLSBytes.clientHello(sessionID: [], fields: [])))
    talk.server(TLSBytes.record(22, [11, 0xff, 0xff, 0xff, 0, 0, 0]))
    talk.server(TLSBytes.data(19))
    let outcome = try talk.decode()
    #expect(outcome.records.oddities.map(\.name) == ["tls_handshake_too_long"])
    #expect(outcome.records.handshakes.count == 1)
    #expect(outcome.contents.last == .application)
  }

  @Test func damagedBytesNeverStopTheDecoding() throws {
    var generator = DamageGenerator(seed: 8448)
    let talks = [
      TLSDialogues.simple, TLSDialogues.tls12(certificates: [X509Tests.bytes]), TLSDialogues.resumed,
    ]
    for _ in 0..<2000 {
      for talk in talks {
        let outcome = try talk.damaged(by: &generator).decode(
          pieces: .random(in: 1...2000, using: &generator))
        #expect(outcome.records.handshakes.count <= 1)
      }
    }
  }
}
