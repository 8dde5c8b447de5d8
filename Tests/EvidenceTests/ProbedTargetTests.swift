import Evidence
import Foundation
import Records
import Testing

struct ProbedTargetTests {
  /// A file with one probe, whatever is in it.
  private enum PreparedProbe: RecordReader {
    static let kind = "probe"
    static func recognises(_ head: FileHead) -> Bool { false }
    static func read(path: String, into sink: any RecordSink) throws {
      try sink.receive(ProbedTargetTests.probedTarget(at: 0, connect: 1))
    }
  }

  private static func probedTarget(at milliseconds: Double, connect: Int64, server: String = "nginx")
    -> ProbedTarget
  {
    var probedTarget = ProbedTarget(
      url: "https://shop.test/", host: "shop.test", port: 443, time: .at(milliseconds))
    probedTarget.cold = ProbedTarget.Stages(count: 3)
    probedTarget.cold.connect = ProbedTarget.Spread(minimum: connect, median: connect, maximum: connect)
    probedTarget.headers = [Header(name: "server", value: server)]
    return probedTarget
  }

  private static func run(
    _ probedTargets: [ProbedTarget], connected: Bool = false, to targets: [String] = ["https://shop.test"]
  ) throws -> PreparedRun {
    let run = try PreparedRun()
    try run.add { try $0.receive(TestResult.exact("test", 0, 100)) }
    try run.add { sink in for probedTarget in probedTargets { try sink.receive(probedTarget) } }
    if connected {
      try run.add { sink in
        try sink.receive(Connection.tcp(0, opened: 10, bursts: [.answered(14, 20)]))
        try sink.receive(Lookup.answered("shop.test", at: 8))
        try sink.receive(Capture.any(-100, 200))
      }
    }
    try run.attribute(to: targets)
    return run
  }

  private static func distance(_ run: PreparedRun) throws -> [String] {
    try run.rows("rtt_us is_rtt_probed", "FROM run")
  }

  @Test func theNewestProbeOfATargetCounts() throws {
    let run = try Self.run([
      Self.probedTarget(at: 50, connect: 300), Self.probedTarget(at: 90, connect: 20_000, server: "envoy"),
      Self.probedTarget(at: 10, connect: 100),
    ])
    #expect(
      try run.rows("target_id host connect_us server", "FROM probed_target") == ["1 shop.test 20000 envoy"])
    #expect(try Self.distance(run) == ["20000 1"])
  }

  @Test func whatACaptureShowsWinsOverAProbe() throws {
    let run = try Self.run([Self.probedTarget(at: 0, connect: 1)], connected: true)
    let shown = try run.rows("rtt_us", "FROM target")
    #expect(shown != ["-"])
    #expect(try Self.distance(run) == shown.map { "\($0) 0" })
  }

  @Test func aProbeTellsOfTheTargetThatTheCaptureDoesNotShow() throws {
    let run = try Self.run(
      [Self.probedTarget(at: 0, connect: 7)], connected: true,
      to: ["https://other.test", "https://shop.test"])
    #expect(try Self.distance(run).first?.hasSuffix(" 0") == true)
    var other = Self.probedTarget(at: 0, connect: 7)
    other.host = "other.test"
    let both = try Self.run([other], connected: true, to: ["https://other.test", "https://shop.test"])
    #expect(try Self.distance(both) == ["7 1"])
  }

  @Test func aProbeOfAnotherPortOrByAProxyTellsNoDistance() throws {
    var other = Self.probedTarget(at: 0, connect: 7)
    other.port = 8443
    var proxied = Self.probedTarget(at: 0, connect: 7)
    proxied.isProxied = true
    #expect(try Self.distance(Self.run([other])) == ["- 0"])
    #expect(try Self.distance(Self.run([proxied])) == ["- 0"])
    #expect(try Self.run([other]).rows("host", "FROM probed_target") == [])
  }

  @Test func whatHoldsOnlyProbesIsNoRun() throws {
    let run = try PreparedRun()
    let path = run.folder + "/probe.json"
    try Data("probe".utf8).write(to: URL(filePath: path))
    _ = try run.store.importFile(path, with: PreparedProbe.self, run: "probe")
    #expect(try run.store.runNames() == [])
    try run.add { try $0.receive(TestResult.exact("test", 0, 100)) }
    #expect(try run.store.runNames() == ["run"])
    try run.attribute()
    #expect(try Self.distance(run) == ["1 1"])
  }
}
