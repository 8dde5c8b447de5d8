import LoopbackServer
import Testing
import Transfers

/// Needs OpenSSL's command, with which the server is made.
@Suite(.enabled(if: TLSServer.isAvailable, "there is no openssl command"))
struct TLSTransferTests {
  private static func run(
    _ server: TLSServer, host: String, _ change: (inout TransferSettings) -> Void
  ) throws -> Transfer {
    var settings = TransferSettings()
    settings.proxy = ""
    settings.timeout = .seconds(5)
    change(&settings)
    let url = try WebAddress("https://\(host):\(server.port)/", place: "test")
    return try TransferSession(settings: settings).run(TransferRequest("GET", url))
  }

  @Test func tellsTheCertificatesThatTheServerShows() throws {
    let server = try TLSServer()
    let answer = try Self.run(server, host: "localhost") { $0.authorityFile = server.authority }
    #expect(answer.status == 200)
    #expect(answer.certificates.count == 2)
    #expect(answer.certificates.first == server.certificate)
    let connect = try #require(answer.times.connect)
    let handshake = try #require(answer.times.handshake)
    let firstByte = try #require(answer.times.firstByte)
    #expect(connect <= handshake && handshake <= firstByte)
  }

  @Test func theEnvironmentNamesTheAuthorities() throws {
    let server = try TLSServer()
    for name in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
      let settings = TransferSettings(environment: [name: server.authority])
      #expect(
        try Self.run(server, host: "localhost") { $0.authorityFile = settings.authorityFile }.status == 200)
    }
  }

  @Test func anUnknownAuthorityIsRefused() throws {
    let server = try TLSServer()
    #expect {
      _ = try Self.run(server, host: "localhost") { _ in }
    } throws: { ($0 as? TransferFailure)?.kind == .certificateRefused }
  }

  @Test func aCertificateOfAnotherNameIsRefused() throws {
    let server = try TLSServer()
    #expect {
      _ = try Self.run(server, host: "127.0.0.1") { $0.authorityFile = server.authority }
    } throws: { ($0 as? TransferFailure)?.kind == .certificateRefused }
  }

  @Test func verificationCanBeTurnedOff() throws {
    let server = try TLSServer()
    let answer = try Self.run(server, host: "127.0.0.1") { $0.verifiesServer = false }
    #expect(answer.status == 200)
    #expect(answer.certificates.first == server.certificate)
  }
}
