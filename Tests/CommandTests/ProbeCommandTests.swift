import Foundation
import LoopbackServer
import Testing

struct ProbeCommandTests {
  private static let proxies = ["NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"]

  @Test func aProbeIsWrittenAndReadAgain() throws {
    let server = try LoopbackServer { _ in .status(200, [("Server", "nginx")], body: "ok") }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let outcome = try AssayProgram.run(
      ["probe", server.url, "--max-requests", "2", "--format", "json", "-o", folder.path("probe.json")],
      environment: Self.proxies)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output == "")
    try folder.write(CommandLineTests.slowTest, to: "results.xml")
    let check = try AssayProgram.run(["check", folder.path(), "--target", server.url])
    #expect(check.exitCode == 0)
    #expect(check.output.contains(" probe "), "\(check.output)")
    #expect(!check.output.contains("oddit"))
  }

  /// The floor of a target that only a probe shows: half of the 20 ms that it took to connect.
  @Test func aProbedDistanceIsAFloor() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      {"schema": "assay/probe/1", "probes": [{"url": "https://shop.test/", "host": "shop.test", "port": 443,
       "time": "2026-11-23T04:00:00Z", "requests": 1, "is_proxied": false, "addresses": [],
       "cold": {"count": 1, "connect_us": {"minimum": 20000, "median": 20000, "maximum": 20000}},
       "warm": {"count": 0}, "certificates": [], "fronts": [], "headers": [], "varying_headers": []}], "failures": []}
      """, to: "probe.json")
    try folder.write(
      """
      <testsuite name="s" tests="2" time="0.1" timestamp="2026-11-23T05:00:00">
      <testcase classname="c" name="quick" time="0.004"/><testcase classname="c" name="slow" time="0.060"/>
      </testsuite>
      """, to: "results.xml")
    let check = try AssayProgram.run(["check", folder.path(), "--target", "https://shop.test"])
    #expect(check.exitCode == 1)
    #expect(check.output.contains("FAKE  1 of 2 tests passed"), "\(check.output)")
    #expect(
      check.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .contains("the quickest round trip to a target when it was probed took 20.0 ms"))
  }

  @Test func aStoreKeepsAProbeForItsRuns() throws {
    let server = try LoopbackServer { _ in .status(200, [("Server", "nginx")]) }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let store = folder.path("store.db")
    let probed = try AssayProgram.run(
      ["probe", server.url, "--max-requests", "1", "--db", store], environment: Self.proxies)
    #expect(probed.exitCode == 0)
    let results = try folder.write(CommandLineTests.slowTest, to: "results.xml")
    #expect(try AssayProgram.run(["ingest", results, "--db", store, "--run", "one"]).exitCode == 0)
    // With one run only, its name need not be given.
    let explained = try AssayProgram.run(["explain", "slow", "--db", store, "--target", server.url])
    #expect(explained.exitCode == 0, "\(explained.errors)")
  }

  @Test func aDryRunSendsNothing() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let outcome = try AssayProgram.run(
      ["probe", server.url, "--dry-run"], environment: ["ASSAY_PROBE_AUTHORIZATION": "Bearer TopSecret"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("  Authorization: [ASSAY_PROBE_AUTHORIZATION]\n"))
    #expect(!outcome.output.contains("TopSecret"))
    #expect(server.requests.isEmpty)
  }

  @Test func whatFailsIsSaidAndTheOthersAreMeasured() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let dead = try LoopbackServer { _ in .status(200) }
    dead.stop()
    usleep(50_000)
    let outcome = try AssayProgram.run(
      ["probe", dead.url, server.url, "--max-requests", "1"], environment: Self.proxies)
    #expect(outcome.exitCode == 2)
    #expect(outcome.output.hasPrefix("\(server.url)/\n  probed "))
    #expect(outcome.errors.hasPrefix("assay: \(dead.url): the connection was refused"))
  }

  @Test(arguments: [
    (["ftp://a.test"], "'ftp://a.test' is no URL of http, https, ws or wss"),
    (["https://a.test", "--max-requests", "0"], "'0' is no number of requests"),
    (["https://a.test", "--max-requests", "1000"], "'1000' is no number of requests"),
  ])
  func whatIsWrongIsSaid(arguments: [String], message: String) throws {
    let outcome = try AssayProgram.run(["probe"] + arguments)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
