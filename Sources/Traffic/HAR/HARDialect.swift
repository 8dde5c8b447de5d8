/// What a HAR file's creator makes of the parts of HAR 1.2 on which creators differ.
struct HARDialect: Hashable, Sendable {
  /// Whether `startedDateTime` is when the request was sent, after the connection was made (mitmproxy).
  var startsAfterConnecting = false
  /// Whether `connect` ends before TLS begins, so that `ssl` comes on top of it (mitmproxy).
  var isTLSOutsideConnect = false
  /// Whether `time` counts `ssl` twice, and `ssl` is no figure at all without TLS (Playwright's harTracer).
  var countsTLSTwice = false
  /// Whether `connection` may be the client's port. Chrome and what is built on it number their connections, and
  /// Firefox writes the server's port.
  var namesClientPort = true

  /// As HAR 1.2 says.
  static let standard = HARDialect()

  /// The dialect of `log.creator.name`.
  init(creator: String) {
    self.init()
    let name = creator.lowercased()
    if name.hasPrefix("mitmproxy") {
      startsAfterConnecting = true
      isTLSOutsideConnect = true
    } else if name.hasPrefix("playwright") {
      countsTLSTwice = true
    }
    let numbering = ["webinspector", "chrome", "browsertime", "firefox", "playwright", "webkit", "puppeteer"]
    namesClientPort = !numbering.contains { name.hasPrefix($0) }
  }

  private init() {}
}
