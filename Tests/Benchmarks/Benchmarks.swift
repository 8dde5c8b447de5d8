import Results

#if canImport(Glibc)
  import Glibc
#endif

/// Measures the program beside the tools that set its limits.
///
///     swift build -c release
///     .build/release/benchmarks INPUTS [PAIRS [RUNS]]
///
/// INPUTS is a folder with `big.pcap`, `million.xml`, `large.har` and `match/{junit.xml,traffic.pcap}`; what is not
/// there is said and left out. Each comparison runs in PAIRS pairs, 5 where not given. The audit is
/// of an archive of RUNS runs with 1,000 tests each, 100 where not given.
@main
enum Benchmarks {
  static func main() {
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "--read-junit" {
      let sink = CountingSink()
      do { try JUnitXML.read(path: arguments[2], into: sink) } catch { exit(2) }
      exit(sink.results > 0 ? 0 : 1)
    }
    guard arguments.count > 1 else {
      print("usage: benchmarks INPUTS [PAIRS [RUNS]]")
      exit(2)
    }
    let pairs = arguments.count > 2 ? Int(arguments[2]) ?? 5 : 5
    let runs = arguments.count > 3 ? Int(arguments[3]) ?? 100 : 100
    do {
      exit(try run(inputs: arguments[1], pairs: pairs, runs: runs, own: arguments[0]) ? 0 : 1)
    } catch {
      print(error)
      exit(2)
    }
  }

  private static func run(inputs: String, pairs: Int, runs: Int, own: String) throws -> Bool {
    let program =
      own.prefix { $0 != "\0" }.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/assay"
    let store = inputs + "/benchmark.db"
    let report = inputs + "/benchmark.json"
    let syns = inputs + "/million-syns.pcap"
    let archive = inputs + "/archive"
    defer { for file in [store, report, syns] { unlink(file) } }
    defer { ResultArchive.remove(runs: runs, at: archive) }
    guard ResultArchive.write(runs: runs, tests: 1000, to: archive) else {
      throw MeasuredRun.Failure(description: "\(archive): cannot be written to")
    }
    let audit = [
      program, "audit", archive, "--target", "https://shop.example.com", "--db", store, "-o", report,
    ]
    guard SYNCapture.write(count: 1_000_000, to: syns) else {
      throw MeasuredRun.Failure(description: "\(inputs): cannot be written to")
    }
    func ingest(_ file: String) -> [String] {
      [program, "ingest", file, "--db", store, "--run", "benchmark"]
    }
    let clean = { _ = unlink(store) }
    let capture = inputs + "/big.pcap"
    let cases = inputs + "/million.xml"
    let har = inputs + "/large.har"
    let match = inputs + "/match"
    let xmllint = ["xmllint", "--stream", "--noout", "--huge", cases]
    let comparisons: [(needs: String, comparison: Comparison)] = [
      (
        capture,
        Comparison(
          name: "ingest a capture", command: ingest(capture),
          reference: ["tcpdump", "-r", capture, "-w", "/dev/null"],
          limit: 2, memoryLimit: 200, prepare: clean)
      ),
      (
        syns,
        Comparison(
          name: "ingest 1,000,000 SYNs", command: ingest(syns), reference: nil, limit: 20, memoryLimit: 300,
          prepare: clean)
      ),
      (
        cases,
        Comparison(
          name: "read 1,000,000 JUnit cases", command: [own, "--read-junit", cases], reference: xmllint,
          limit: 1,
          memoryLimit: 300)
      ),
      (
        cases,
        Comparison(
          name: "ingest 1,000,000 JUnit cases", command: ingest(cases), reference: xmllint, limit: 5,
          memoryLimit: 300,
          prepare: clean)
      ),
      (
        har,
        Comparison(
          name: "ingest a HAR", command: ingest(har), reference: ["jq", ".log.entries|length", har], limit: 1,
          memoryLimit: 300, prepare: clean)
      ),
      (
        match + "/junit.xml",
        Comparison(
          name: "check 100,000 tests, reading included",
          command: [
            program, "check", match + "/junit.xml", match + "/traffic.pcap", "--target",
            "https://files15.example.com",
            "--format", "json", "-o", report,
          ], reference: nil, limit: 10, memoryLimit: 1024, goodStatuses: [0, 1])
      ),
      (
        archive,
        Comparison(
          name: "audit \(runs) runs of 1,000 tests", command: audit, reference: nil,
          limit: Double(runs) * 0.18,
          memoryLimit: 300, goodStatuses: [0, 1], prepare: clean)
      ),
      (
        archive,
        Comparison(
          name: "audit the same runs again", command: audit, reference: nil, limit: Double(runs) * 0.004,
          memoryLimit: 300, goodStatuses: [0, 1])
      ),
    ]
    var isWithin = true
    for (file, comparison) in comparisons {
      guard access(file, R_OK) == 0 else {
        print("left out: \(comparison.name): '\(file)' is not there")
        continue
      }
      isWithin = try comparison.run(pairs: pairs) && isWithin
    }
    return isWithin
  }
}
