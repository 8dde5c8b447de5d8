#if canImport(Glibc)
  import Glibc
#endif

/// Writes an archive of runs: a folder for each, with the JUnit XML of a suite of which a third is instant.
enum ResultArchive {
  /// Writes so many runs, 8 hours apart from 2026-01-01T06:00:00Z on; false where the folder cannot be written to.
  static func write(runs: Int, tests: Int, to folder: String) -> Bool {
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { return false }
    var random = FixedGenerator(state: 1)
    for run in 0..<runs {
      let path = self.path(run, folder)
      guard mkdir(path, 0o755) == 0 || errno == EEXIST, let file = fopen(path + "/junit.xml", "w") else {
        return false
      }
      var seconds = time_t(1_767_247_200 + run * 28_800)
      var parts = tm()
      gmtime_r(&seconds, &parts)
      var cases = ""
      var total = 0
      for test in 0..<tests {
        let milliseconds = test % 3 == 0 ? 0 : 300 + test % 700 + Int(random.next() % 60)
        total += milliseconds
        cases +=
          "<testcase classname=\"tests.e2e.test_\(test / 20).TestPart\" name=\"test_\(test)\" time=\""
          + decimal(milliseconds) + "\"/>\n"
      }
      let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { two(Int($0)) }.joined(separator: ":")
      let date = "\(1900 + parts.tm_year)-\(two(Int(parts.tm_mon) + 1))-\(two(Int(parts.tm_mday)))"
      fputs(
        "<testsuite name=\"pytest\" tests=\"\(tests)\" time=\"\(decimal(total + 500))\" timestamp=\"\(date)T\(clock)Z\">\n"
          + cases + "</testsuite>\n", file)
      guard fclose(file) == 0 else { return false }
    }
    return true
  }

  /// Takes the archive away.
  static func remove(runs: Int, at folder: String) {
    for run in 0..<runs {
      unlink(path(run, folder) + "/junit.xml")
      rmdir(path(run, folder))
    }
    rmdir(folder)
  }

  private static func path(_ run: Int, _ folder: String) -> String { "\(folder)/run-\(run)" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func decimal(_ milliseconds: Int) -> String {
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  /// SplitMix64: the same numbers on every machine.
  private struct FixedGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
      return value ^ value >> 31
    }
  }
}
