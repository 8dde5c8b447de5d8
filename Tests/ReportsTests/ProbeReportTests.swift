import Records
import Reports
import Testing

struct ProbeReportTests {
  private static var probedTarget: ProbedTarget {
    var probedTarget = ProbedTarget(
      url: "https://shop.test/", host: "shop.test", port: 443,
      time: Timestamp(nanoseconds: 1_795_420_800_000_000_000))
    probedTarget.requests = 2
    probedTarget.isVerified = false
    probedTarget.addresses = ["192.0.2.1"]
    probedTarget.httpVersion = "HTTP/2"
    probedTarget.status = 200
    probedTarget.cold = ProbedTarget.Stages(count: 2)
    probedTarget.cold.connect = ProbedTarget.Spread([20_000, 21_000])
    probedTarget.cold.total = ProbedTarget.Spread([1_500_000, 90_000])
    probedTarget.certificates = [
      Certificate(
        subject: "CN=a\u{1b}[2J\u{202e}b", issuer: "CN=CA", subjectAlternativeNames: ["DNS:shop.test"],
        notBefore: Timestamp(nanoseconds: 0), notAfter: nil, fingerprint: "ab")
    ]
    probedTarget.fronts = [ProbedTarget.Front(name: "Cloudflare", confidence: .high, basis: "cf-ray")]
    probedTarget.headers = [Header(name: "server", value: "cloudflare")]
    probedTarget.varyingHeaders = ["cf-ray"]
    probedTarget.isDateLive = true
    probedTarget.dateOffset = -250_000
    return probedTarget
  }

  @Test func theTextTellsEverythingAndCommandsNoTerminal() {
    var text = ""
    ProbeText.render([Self.probedTarget], into: &text)
    #expect(
      text == """
        https://shop.test/
          probed      2026-11-23 08:00:00 UTC, 2 requests
          WARNING     the server's certificate was not verified (--insecure)
          addresses   192.0.2.1
          answer      HTTP/2, status 200

                        minimum    median   maximum
          cold, 2 requests
            connect      20.0 ms   20.0 ms   21.0 ms
            total        90.0 ms   90.0 ms    1.50 s
          Each stage counts from the end of the one before; the total is all of them.

          front       Cloudflare, high confidence (cf-ray)
          Date        live, -0.3 s from this clock
          constant    server: cloudflare
          varying     cf-ray
          certificate CN=a\\x1b[2J\\u{202e}b
                      issuer CN=CA
                      for DNS:shop.test
                      valid 1970-01-01 00:00:00 to ? UTC
                      SHA-256 ab

        """)
  }

  @Test func theJSONHidesNothing() {
    var text = ""
    ProbeJSON.render(
      [Self.probedTarget], failures: [Problem("https://dead.test", "it is \"dead\"")], into: &text)
    #expect(text.hasPrefix("{\n  \"schema\": \"assay/probe/1\",\n  \"probes\": [\n    {\n"))
    #expect(text.contains(#""connect_us": {"minimum": 20000, "median": 20000, "maximum": 21000}"#))
    #expect(text.contains(#""subject": "CN=a\u001b[2J\u202eb""#))
    #expect(text.contains(#""reason": "it is \"dead\"""#))
    #expect(text.contains(#""websocket": null"#))
  }
}
