import Foundation
import LoopbackServer
import Probe
import Records
import Testing
import Transfers

/// Needs OpenSSL's command, with which the certificates are made.
@Suite(.enabled(if: TLSServer.isAvailable, "there is no openssl command"))
struct TLSProbeTests {
  @Test func theChainIsTold() throws {
    let server = try TLSServer()
    let probedTarget = try ProberTests.probe("https://localhost:\(server.port)/", requests: 1) {
      $0.authorityFile = server.authority
    }
    #expect(probedTarget.isVerified == true)
    #expect(probedTarget.certificates.map(\.subject) == ["CN=localhost", "O=Assay test, CN=authority"])
    #expect(
      probedTarget.certificates.map(\.issuer) == Array(repeating: "O=Assay test, CN=authority", count: 2))
    #expect(probedTarget.certificates.first?.subjectAlternativeNames == ["DNS:localhost"])
    #expect(probedTarget.cold.handshake != nil)
    #expect(probedTarget.cold.lookup != nil)
  }

  @Test func aSelfMadeAuthorityIsAProblemUnlessAsked() throws {
    let server = try TLSServer()
    #expect {
      _ = try ProberTests.probe("https://localhost:\(server.port)/")
    } throws: {
      "\($0)".contains("the server's certificate is not trusted") && "\($0)".contains("'--insecure'")
    }
    let probedTarget = try ProberTests.probe("https://localhost:\(server.port)/", requests: 1) {
      $0.verifiesServer = false
    }
    #expect(probedTarget.isVerified == false)
  }

  @Test(.enabled(if: NginxServer.isAvailable, "there is no nginx"))
  func nginxWithHTTP2IsKnown() throws {
    let server = try NginxServer()
    let probedTarget = try ProberTests.probe("https://localhost:\(server.port)/", requests: 4) {
      $0.authorityFile = server.authority
    }
    #expect(probedTarget.httpVersion == "HTTP/2")
    #expect(probedTarget.fronts.map(\.name) == ["nginx"])
    #expect(probedTarget.fronts.map(\.confidence) == [.low])
    #expect(probedTarget.varyingHeaders == ["x-request-id"])
    #expect(probedTarget.isDateLive == true)
    #expect(probedTarget.cold.count == 2)
    #expect(probedTarget.warm.count == 2)
  }
}
