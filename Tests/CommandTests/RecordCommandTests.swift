import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// `assay record` with commands of a line, and tools that stand in for those which take rights.
struct RecordCommandTests {
  private let folder: TemporaryFolder
  private let tools: StandInTools

  init() throws {
    folder = try TemporaryFolder()
    tools = try StandInTools()
  }

  /// Records a script into the folder `run`.
  private func record(
    _ script: String, options: [String] = ["--no-capture"], arguments: [String] = [],
    environment: [String: String] = [:]
  ) throws -> AssayProgram.Outcome {
    try AssayProgram.run(
      ["record", "-o", "run"] + options + ["--", "/bin/sh", "-c", script, "sh"] + arguments,
      environment: tools.environment.merging(environment) { _, added in added },
      folder: URL(filePath: folder.path()))
  }

  private func description() throws -> RunDescriptionText {
    try RunDescriptionText(folder.text(of: "run/run.json"))
  }

  private func check() throws -> RunReport {
    let outcome = try AssayProgram.run(
      ["check", folder.path("run"), "--target", "https://shop.example.test", "--format", "json"])
    return try RunReport(outcome.output)
  }

  /// Results of one test, as a script's `cp` finds them.
  private func writeResults() throws -> String {
    try folder.write(CommandLineTests.slowTest, to: ".prepared.xml")
  }

  // MARK: The command

  @Test func theExitStatusIsTheCommands() throws {
    let outcome = try record("echo to the one; echo to the other >&2; exit 3")
    #expect(outcome.exitCode == 3)
    #expect(outcome.output == "to the one\n")
    #expect(outcome.errors.hasPrefix("to the other\n"))
    #expect(outcome.errors.hasSuffix("assay: next: assay check run --target URL\n"))
    let description = try description()
    #expect(description.state == "complete")
    #expect(description.exitStatus == 3)
    #expect(description.signal == nil)
  }

  @Test func aSignalThatEndedTheCommandIsTold() throws {
    let outcome = try record("kill -KILL $$")
    #expect(outcome.exitCode == 128 + 9)
    #expect(try description().signal == 9)
  }

  @Test(arguments: ["TERM", "INT", "HUP", "USR1"]) func signalsReachTheCommand(signal: String) throws {
    let outcome = try record(
      "trap 'exit 7' \(signal); kill -\(signal) $PPID; for i in $(seq 200); do sleep 0.05; done; exit 1")
    #expect(outcome.exitCode == 7)
    #expect(try description().state == "complete")
  }

  @Test func aCommandThatIsNotThereIsNotRecorded() throws {
    let missing = try AssayProgram.run(
      ["record", "-o", "run", "--", "no-such-program"], folder: URL(filePath: folder.path()))
    #expect(missing.exitCode == 127)
    #expect(missing.errors.contains("no program 'no-such-program'"))
    let text = try folder.write("echo", to: "text")
    let forbidden = try AssayProgram.run(
      ["record", "-o", "run", "--", text], folder: URL(filePath: folder.path()))
    #expect(forbidden.exitCode == 126)
    let none = try AssayProgram.run(["record", "-o", "run"], folder: URL(filePath: folder.path()))
    #expect(none.exitCode == 2)
    #expect(none.errors.contains("name the command after '--'"))
    #expect(try folder.names == ["text"])
  }

  @Test func aFolderThatHoldsAnythingIsLeftAlone() throws {
    try FileManager.default.createDirectory(atPath: folder.path("run"), withIntermediateDirectories: true)
    try folder.write("mine", to: "run/notes.txt")
    let outcome = try record("touch ran")
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors == "assay: run: is no empty folder; name one that is not there yet\n")
    #expect(try folder.names == ["run"])
  }

  // MARK: Results and samples

  @Test func resultsThatTheCommandWroteAreFoundAndOldOnesAreNot() throws {
    let prepared = try writeResults()
    let elsewhere = try TemporaryFolder()
    try folder.write(CommandLineTests.slowTest, to: "old.xml")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: folder.path("old.xml"))
    let outcome = try record(
      "mkdir -p build/reports; cp \(prepared) build/reports/TEST-a.xml; cp \(prepared) ${1#--junitxml=}; date >notes.txt",
      arguments: ["--junitxml=\(elsewhere.path("outside.xml"))"])
    #expect(outcome.exitCode == 0)
    #expect(try description().results == ["results/outside.xml", "results/build/reports/TEST-a.xml"])
    #expect(try folder.text(of: "run/results/build/reports/TEST-a.xml") == CommandLineTests.slowTest)
    let report = try check()
    #expect(report.tests.map(\.verdict) == ["inconclusive"])
    #expect(report.leftOut == [])
  }

  @Test func resultsInTheRunFolderStayWhereTheyAre() throws {
    let prepared = try writeResults()
    let outcome = try record(
      "cp \(prepared) run/results.xml; cp \(prepared) $1", arguments: [folder.path("run/other.xml")])
    #expect(try description().results == ["other.xml", "results.xml"])
    #expect(!outcome.errors.contains("no result files"))
    #expect(try check().kinds == ["junit-xml", "recording", "resource-samples"])
  }

  @Test func resultsThatAreNamedAreTheOnlyOnes() throws {
    let prepared = try writeResults()
    try folder.write(CommandLineTests.slowTest, to: "old.xml")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: folder.path("old.xml"))
    let outcome = try record(
      "cp \(prepared) one.xml; cp \(prepared) two.xml",
      options: ["--no-capture", "--results", "o*.xml", "--results", "*.nothing"])
    #expect(try description().results == ["results/one.xml"])
    #expect(outcome.errors.contains("'old.xml' was not written by this run, and is left out"))
    #expect(outcome.errors.contains("'--results *.nothing' matches no file"))
  }

  @Test func ofVeryManyFilesThatAreLeftOutAFewAreNamed() throws {
    for number in 10..<50 { try folder.write("old", to: "\(number).xml") }
    let outcome = try record(
      "touch -d yesterday *.xml", options: ["--no-capture", "--results", "*.xml"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("'29.xml' was not written by this run, and is left out"))
    #expect(!outcome.errors.contains("30.xml"))
    #expect(outcome.errors.contains("20 more files are left out"))
  }

  @Test func namesOfFilesDoNotCommandTheTerminal() throws {
    try folder.write("old", to: "\u{1b}[2K.xml")
    let outcome = try record(
      "touch -d yesterday *.xml", options: ["--no-capture", "--results", "*.xml"])
    #expect(outcome.errors.contains(#"'\x1b[2K.xml' was not written by this run"#))
  }

  @Test func samplesAreOfTheWholeTreeOfProcesses() throws {
    _ = try record("sleep 0.4 & sleep 0.4 & wait", options: ["--no-capture", "--sample-rate", "100"])
    let lines = try folder.text(of: "run/resources.jsonl").split(separator: "\n")
    #expect(lines.count >= 10)
    #expect(lines.contains { $0.contains("\"procs\":3,") })
    #expect(lines.allSatisfy { $0.contains("\"net\":{") && $0.contains("\"vol_ctx\":") })
    // What the readers make of them.
    #expect(try check(withResults: true).kinds == ["junit-xml", "recording", "resource-samples"])
  }

  private func check(withResults: Bool) throws -> RunReport {
    try folder.write(CommandLineTests.slowTest, to: "run/results.xml")
    return try check()
  }

  // MARK: Captures

  @Test func aCaptureCoversTheCommandAndCountsItsDrops() throws {
    try tools.capture(packets: [60, 1500, 61], dropped: 2)
    let prepared = try writeResults()
    let outcome = try record("cp \(prepared) results.xml", options: [])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("recorded run: 3 packets of any (2 dropped), 1 result file, "))
    #expect(outcome.errors.contains("the kernel dropped 2 packets of any"))
    let report = try check()
    #expect(report.coverage.map(\.packets) == [3])
    #expect(report.coverage.map(\.dropped) == [2])
    #expect(report.coverage.map(\.interface) == ["any"])
    // The packets are of 2023; the capture lasted until now.
    #expect(report.coverage.first?.start == "2023-11-14T22:13:20.500000Z")
    #expect(report.coverage.first?.stop?.hasPrefix("2023") == false)
    #expect(try tools.folder.text(of: "arguments").hasPrefix("-i any "))
  }

  @Test func eachInterfaceThatIsNamedHasItsFile() throws {
    try tools.capture(packets: [60])
    _ = try record("true", options: ["--interface", "lo", "--interface", "eth9"])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("run")).sorted()
    #expect(names.filter { $0.hasPrefix("traffic") } == ["traffic-eth9.pcapng", "traffic-lo.pcapng"])
  }

  @Test func aCaptureStopsAtItsLimit() throws {
    try tools.capture(packets: [Int](repeating: 100_000, count: 20))
    let outcome = try record("sleep 0.3", options: ["--max-capture-size", "1"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("any: the capture has reached its limit of 1 MB"))
    #expect(outcome.errors.contains("recorded run: 9 packets of any"))
    let size =
      try FileManager.default.attributesOfItem(atPath: folder.path("run/traffic.pcapng"))[.size] as? Int
    #expect((900_000...1_000_000).contains(size ?? 0))
    // It ends with its last packet, 8 s after the first, and not with the command.
    let report = try check(withResults: true)
    #expect(report.coverage.first?.stop == "2023-11-14T22:13:28.500000Z")
  }

  @Test func withoutRightsItSaysWhatToDoAndRecordsTheRest() throws {
    let prepared = try writeResults()
    let outcome = try record("cp \(prepared) results.xml; exit 4", options: [])
    #expect(outcome.exitCode == 4)
    #expect(
      outcome.errors.hasPrefix(
        "assay: no packets are captured: tcpdump: any: You don't have permission to capture; dumpcap: any: You don't"
      ))
    for way in [
      "setcap cap_net_raw,cap_net_admin+eip \(tools.folder.path("tcpdump"))", "usermod -aG wireshark",
      "sudo assay record", "--network container:",
    ] {
      #expect(outcome.errors.contains(way), "\(way)")
    }
    let report = try check()
    #expect(report.kinds == ["junit-xml", "recording", "resource-samples"])
    #expect(report.coverage.isEmpty)
  }

  @Test func aRecorderThatIsKilledLeavesAReadableFolderAndNoCapture() throws {
    try tools.capture(packets: [60, 61])
    let prepared = try writeResults()
    let outcome = try record("cp \(prepared) run/results.xml; sleep 0.5; kill -KILL $PPID", options: [])
    #expect(outcome.exitCode == 128 + 9)
    let report = try check()
    #expect(report.tests.map(\.verdict) == ["inconclusive"])
    #expect(report.kinds == ["junit-xml", "pcapng", "recording", "resource-samples"])
    #expect(report.coverage.map(\.packets) == [2])
    #expect(report.oddities.contains("recording_unfinished"))
    let pid = try #require(pid_t(try tools.folder.text(of: "pid").dropLast()))
    for _ in 0..<100 where kill(pid, 0) == 0 { usleep(50_000) }
    #expect(kill(pid, 0) != 0)
  }

  /// A file system of 256 KiB, which only root can mount.
  @Test(.enabled(if: TinyDisk.canBeMounted, "needs the right to mount"))
  func aFullDiskLeavesAReadableFolder() throws {
    let disk = try TinyDisk()
    try tools.capture(packets: [Int](repeating: 10_000, count: 50))
    let prepared = try writeResults()
    let outcome = try AssayProgram.run(
      [
        "record", "-o", disk.path + "/run", "--", "/bin/sh", "-c",
        "sleep 0.2; cp \(prepared) results.xml; exit 5",
      ],
      environment: tools.environment, folder: URL(filePath: folder.path()))
    #expect(outcome.exitCode == 5)
    #expect(outcome.errors.contains("any: cannot be written: No space left on device"))
    let text = try String(contentsOfFile: disk.path + "/run/run.json", encoding: .utf8)
    #expect(try RunDescriptionText(text).state == "complete")
    let report = try RunReport(
      try AssayProgram.run(
        ["check", disk.path + "/run", prepared, "--target", "https://shop.example.test", "--format", "json"])
        .output)
    #expect(report.tests.map(\.verdict) == ["inconclusive"])
    #expect(report.coverage.map(\.interface) == ["any"])
    #expect(report.oddities.contains("recording_incomplete"))
  }

  // MARK: The tools themselves

  /// A datagram to a port of this machine on which nobody listens, by bash.
  private static let datagram = "echo datagram >/dev/udp/127.0.0.1/9"

  @Test(.enabled(if: InstalledTools.canCapture, "needs tcpdump, and the right to capture"))
  func tcpdumpSeesWhatTheCommandSends() throws {
    let outcome = try AssayProgram.run(
      ["record", "-o", "run", "--interface", "lo", "--", "/bin/bash", "-c", Self.datagram],
      folder: URL(filePath: folder.path()))
    #expect(outcome.exitCode == 0)
    let capture = try Data(contentsOf: URL(filePath: folder.path("run/traffic.pcapng")))
    #expect(capture.range(of: Data("datagram\n".utf8)) != nil)
    // The kernel may have handed over what others sent, too.
    #expect(try check(withResults: true).coverage.first.map { $0.packets > 0 && $0.dropped == 0 } == true)
  }

  @Test(.enabled(if: InstalledTools.canTrace, "needs strace, and the right to trace"))
  func straceTellsOfTheCommandsSocketsAndNotOfItsData() throws {
    try FileManager.default.removeItem(atPath: tools.folder.path("strace"))
    let outcome = try AssayProgram.run(
      ["record", "-o", "run", "--", "/bin/bash", "-c", Self.datagram + "; exit 6"],
      environment: tools.environment,
      folder: URL(filePath: folder.path()))
    #expect(outcome.exitCode == 6)
    #expect(outcome.errors.contains("recorded instead:"))
    let calls = try folder.text(of: "run/sockets.strace")
    #expect(calls.contains("connect("))
    #expect(calls.contains("sin_port=htons(9), sin_addr=inet_addr(\"127.0.0.1\")"))
    #expect(calls.contains("write("))
    #expect(!calls.contains("datagram"))
    #expect(try check(withResults: true).kinds == ["junit-xml", "recording", "resource-samples", "strace"])
    #expect(!FileManager.default.fileExists(atPath: folder.path("run/sockets.strace.pipe")))
  }

  // MARK: Secrets

  @Test func nothingSecretIsKept() throws {
    _ = try AssayProgram.run(
      [
        "record", "-o", "run", "--no-capture", "--", "/bin/sh", "-c", "API_KEY=secret-one true", "sh",
        "--token", "secret-two",
        "--password=secret-three",
        "https://me:secret-four@shop.example.test/?access_token=secret-five&page=2",
        "Authorization: Bearer secret-six", "ghp_secretsecretsecretsecret",
        "tests/test_token.py::test_expiry",
      ],
      environment: [
        "SHOP_TOKEN": "secret-seven", "HTTPS_PROXY": "http://me:secret-eight@proxy.example.test:3128",
        "http_proxy": "me:secret-nine@proxy.example.test:3129", "CI": "true",
      ], folder: URL(filePath: folder.path()))
    let text = try folder.text(of: "run/run.json")
    #expect(!text.contains("secret"))
    #expect(text.contains("http://[removed]@proxy.example.test:3128"))
    #expect(text.contains("\"[removed]@proxy.example.test:3129\""))
    #expect(text.contains("https://[removed]@shop.example.test/?access_token=[removed]&page=2"))
    #expect(text.contains("tests/test_token.py::test_expiry"))
    #expect(text.contains("\"CI\" : \"true\""))
  }

  @Test func theKeyLogIsItsOwnersAlone() throws {
    let outcome = try record(
      "echo \"CLIENT_RANDOM 00 00\" >>\"$SSLKEYLOGFILE\"; chmod 644 \"$SSLKEYLOGFILE\"",
      options: ["--no-capture", "--keys"])
    #expect(outcome.exitCode == 0)
    #expect(try folder.text(of: "run/sslkeys.log") == "CLIENT_RANDOM 00 00\n")
    func mode(_ name: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
    }
    #expect(try mode("run/sslkeys.log") == 0o600)
    #expect(try mode("run") == 0o700)
    #expect(try mode("run/run.json") == 0o600)
  }

  @Test func withoutKeysTheCommandHasNoKeyLog() throws {
    let given = ["SSLKEYLOGFILE": folder.path("mine.log")]
    #expect(
      try record("echo \"<$SSLKEYLOGFILE>\"", options: ["--no-capture", "--no-keys"], environment: given)
        .output == "<>\n")
    #expect(try !folder.names.contains("sslkeys.log"))
  }
}
