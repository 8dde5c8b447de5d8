import Processes

#if canImport(Glibc)
  import Glibc
#endif

extension RunDescription.Host {
  /// This machine.
  static var current: Self {
    var name = utsname()
    uname(&name)
    func text(_ field: some Any) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    var file = SystemFile()
    let lines = file.read("/proc/self/net/dev")?.split(separator: 0x0a) ?? []
    let interfaces = lines.compactMap { line in
      line.lastIndex(of: 0x3a).map { String(decoding: line[..<$0].drop { $0 == 0x20 }, as: UTF8.self) }
    }
    return Self(
      kernel: "\(text(name.sysname)) \(text(name.release))", architecture: text(name.machine),
      processors: sysconf(Int32(_SC_NPROCESSORS_ONLN)), timeZone: zoneName, utcOffsetSeconds: local.tm_gmtoff,
      interfaces: interfaces)
  }

  /// The zone by `TZ`, or by what `/etc/localtime` points at.
  private static var zoneName: String? {
    if let zone = SystemEnvironment.value("TZ"), !zone.isEmpty { return zone }
    guard let path = realpath("/etc/localtime", nil) else { return nil }
    defer { free(path) }
    guard let zone = String(cString: path).split(separator: "zoneinfo/").dropFirst().last else { return nil }
    return String(zone)
  }
}

extension RunDescription {
  /// Variables that tell how tests run. Only these are kept, so that no other can give a secret away.
  private static let telling = [
    "CI", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "BUILDKITE", "CIRCLECI", "TF_BUILD", "TZ", "LANG",
    "LC_ALL",
    "PYTEST_XDIST_AUTO_NUM_WORKERS", "SSLKEYLOGFILE",
  ]
  private static let proxies = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"]

  /// The variables that tell how tests run, of the environment that the command gets.
  static func telling(of variables: [String]) -> [String: String] {
    var found: [String: String] = [:]
    for variable in variables {
      guard let equals = variable.firstIndex(of: "=") else { continue }
      let name = String(variable[..<equals])
      let value = String(variable[variable.index(after: equals)...].prefix(1000))
      if telling.contains(name) || proxies.contains(name.lowercased()) {
        // A proxy may be named without a scheme: 'user:password@proxy:3128'.
        let hasScheme = value.contains("://")
        let url = SecretText.withoutUser(hasScheme ? value : "x://" + value)
        found[name] = hasScheme ? url : String(url.dropFirst(4))
      }
    }
    return found
  }
}
