import Records
import Rules
import Testing

struct ClaimTableTests {
  private func table() throws -> ClaimTable {
    try ClaimTable(
      yaml:
        "websocket: [websocket, ws]\nauth: [auth, jwt]\ntimeout: [timeout]\nsession: [login]\nlogin: [login]",
      path: "claims.yaml")
  }

  @Test(arguments: [
    ("test_websocket_echo", ["websocket:websocket"]),
    ("testWebSocketEcho", ["websocket:websocket"]),
    ("test_web_socket", ["websocket:websocket"]),
    ("TestJWTExpires", ["auth:jwt"]),
    ("test_login[ws-2]", ["login:login", "session:login", "websocket:ws"]),
    ("test_author_name", []),
    ("test_rows", []),
    ("time-out of jwt", ["auth:jwt", "timeout:timeout"]),
    ("", []),
  ])
  func findsWholeWords(name: String, claims: [String]) throws {
    #expect(try table().claims(name: name, markers: []).map { "\($0.claim):\($0.word)" } == claims)
  }

  @Test func readsMarkersAfterTheName() throws {
    let claims = try table().claims(name: "test_auth", markers: ["e2e", "jwt", "ws"])
    #expect(claims.map(\.word) == ["auth", "ws"])
  }

  @Test func addsAnotherTablesWords() throws {
    let more = try ClaimTable(yaml: "auth: [sso]\npayment: [pay]", path: "own.yaml")
    let claims = try table().adding(more).claims(name: "test_sso_pay_ws", markers: [])
    #expect(claims.map(\.claim) == ["auth", "payment", "websocket"])
  }

  @Test(arguments: [
    ("[a]", "claims.yaml:1: not a table of claims; write 'websocket: [websocket, ws]'"),
    ("auth: jwt", "claims.yaml:1: the words of 'auth' is not a list"),
    ("a: [b]\nauth: [Two words]", "claims.yaml:2: 'Two words' is not one word in lower case"),
  ])
  func refusesWhatIsNoTable(yaml: String, message: String) {
    #expect {
      _ = try ClaimTable(yaml: yaml, path: "claims.yaml")
    } throws: { "\($0)" == message }
  }

  @Test func theBundledTableNamesTheClaimsThatRulesRead() throws {
    let table = try RuleFolder.bundled.claims()
    for (name, claim) in [
      ("test_ws_echo", "websocket"), ("test_request_timeout", "timeout"),
      ("test_parallel_reads", "concurrent"),
      ("test_service_is_healthy", "health"), ("test_login", "login"), ("test_upload_file", "upload"),
    ] {
      #expect(table.claims(name: name, markers: []).map(\.claim).contains(claim))
    }
  }
}
