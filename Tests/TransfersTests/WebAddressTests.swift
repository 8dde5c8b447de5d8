import Records
import Testing
import Transfers

struct WebAddressTests {
  @Test(arguments: [
    ("https://API.Example.com", "https", "api.example.com", 443, "https://api.example.com/"),
    ("http://127.0.0.1:8080/a/b?c=d#e", "http", "127.0.0.1", 8080, "http://127.0.0.1:8080/a/b?c=d"),
    ("wss://[2001:db8::1]:443/live", "wss", "2001:db8::1", 443, "wss://[2001:db8::1]/live"),
    ("ws://host", "ws", "host", 80, "ws://host/"),
  ])
  func partsAreTold(text: String, scheme: String, host: String, port: Int, whole: String) throws {
    let url = try WebAddress(text, place: "test")
    #expect(url.scheme == scheme)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect("\(url)" == whole)
  }

  @Test(arguments: [
    "", "staging.example.com", "ftp://a.example", "https://", "https://a b/", "https://a/\r\nx",
    "file:///etc/passwd",
    "https://a:99999/", "https://user@a/", "https://user:secret@a/", "https://bücher.example/",
    "http://[fe80::1%25lo]/",
  ])
  func whatIsNoWebAddressIsRefused(text: String) {
    #expect {
      try WebAddress(text, place: "--url")
    } throws: { error in
      "\(error)".hasPrefix("--url: ") && !"\(error)".contains("secret")
    }
  }

  @Test(arguments: [
    ("http://localhost:1/", true), ("http://127.9.9.9/", true), ("http://[::1]/", true),
    ("http://127.0.0.1.example.com/", false), ("http://example.com/", false), ("http://10.0.0.1/", false),
  ])
  func onlyThisMachineIsLoopback(text: String, isLoopback: Bool) throws {
    #expect(try WebAddress(text, place: "test").isLoopback == isLoopback)
  }

  @Test func aPathIsAppendedWithoutTwoSlashes() throws {
    let api = try WebAddress("https://git.example.com/api/v3/", place: "test")
    #expect(
      "\(api.appending(path: "/user", query: "page=1"))" == "https://git.example.com/api/v3/user?page=1")
  }

  @Test func serverTextIsPlainAndShort() {
    #expect(ServerText.plain("a\u{1b}[31mb\u{202e}\n") == "a?[31mb??")
    #expect(ServerText.plain("abcdef", limit: 3) == "abc...")
  }
}
