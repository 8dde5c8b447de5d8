import Foundation

/// Programs that stand in for tcpdump, dumpcap and strace, so that recording is tested without any rights.
struct StandInTools {
  /// The folder that is to be first in `PATH`.
  let folder: TemporaryFolder

  /// Tools that all refuse.
  init() throws {
    folder = try TemporaryFolder()
    for tool in ["tcpdump", "dumpcap"] {
      try set(tool, "echo \"\(tool): any: You don't have permission to capture\" >&2; exit 1")
    }
    try set("strace", "exit 1")
  }

  /// Replaces a tool by a shell script.
  func set(_ tool: String, _ script: String) throws {
    let path = try folder.write("#!/bin/sh\nPATH=/usr/bin:/bin\n\(script)\n", to: tool)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  /// Makes tcpdump write a capture, and go on until it is told to end; its process number is in the file `pid`.
  ///
  /// - Parameter packets: the lengths of the packets, which come at 2023-11-14T22:13:20Z and each a second later.
  func capture(packets: [Int], dropped: Int = 0) throws {
    func bytes(_ values: [UInt32]) -> [UInt8] {
      values.flatMap { value in withUnsafeBytes(of: value, Array.init) }
    }
    var stream = bytes([0xa1b2_c3d4, 4 << 16 | 2, 0, 0, 262_144, 276])
    for (index, length) in packets.enumerated() {
      stream += bytes([1_700_000_000 + UInt32(index), 500_000, UInt32(length), UInt32(length)])
      stream += [UInt8](repeating: 0xee, count: length)
    }
    try Data(stream).write(to: URL(filePath: folder.path("packets")))
    try set(
      "tcpdump",
      """
      [ "$1" = --version ] && exit 0
      echo $$ >'\(folder.path("pid"))'
      echo "$@" >'\(folder.path("arguments"))'
      trap 'echo "\(dropped) packets dropped by kernel" >&2; exit 0' TERM
      cat '\(folder.path("packets"))'
      while :; do sleep 0.05; done
      """)
  }

  /// The environment in which they are found first.
  var environment: [String: String] {
    ["PATH": folder.path() + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")]
  }
}
