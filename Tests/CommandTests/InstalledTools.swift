import Foundation

/// Which of the tools that recording uses are here, and may do their work for this user.
enum InstalledTools {
  /// Whether tcpdump is here and may capture: CAP_NET_RAW, number 13 of capabilities(7).
  static let canCapture = isInstalled("tcpdump") && holdsCapability(13)

  /// Whether strace is here and may trace, which a container may forbid; and bash, which can open sockets.
  static let canTrace: Bool = {
    guard isInstalled("strace"), isInstalled("bash") else { return false }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["strace", "-f", "-qq", "-yy", "-o", "/dev/null", "true"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// Whether this process has a capability, by its number.
  static func holdsCapability(_ number: UInt64) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
    let held = line.flatMap { UInt64($0.split(separator: "\t").last ?? "", radix: 16) } ?? 0
    return held & 1 << number != 0
  }

  private static func isInstalled(_ tool: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
    }
  }
}
