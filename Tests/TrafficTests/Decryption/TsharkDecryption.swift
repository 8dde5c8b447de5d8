import Foundation

/// What tshark reads inside of TLS with a key log: requests and responses by TCP stream.
struct TsharkDecryption {
  /// What one side said of one message, in parts that are compared.
  struct Stream {
    /// Method and target.
    var requests: [[String]] = []
    var statuses: [String] = []
    var servers: [String] = []
    var dates: [String] = []
  }

  private(set) var streams: [Int: Stream] = [:]

  private static let fields = [
    "tcp.stream", "http.request.method", "http.request.uri", "http.response.code", "http.server", "http.date",
    "http2.headers.method", "http2.headers.path", "http2.headers.status", "http2.headers.server",
    "http2.headers.date",
  ]

  /// Runs tshark on a capture.
  init(path: String, keyLog: String) throws {
    let process = Process()
    process.executableURL = TsharkReading.tool
    process.arguments =
      [
        "-n", "-r", path, "-o", "tls.keylog_file:\(keyLog)", "-Y", "http or http2", "-T", "fields", "-E",
        "separator=/t", "-E", "occurrence=a", "-E", "aggregator=|",
      ] + Self.fields.flatMap { ["-e", $0] }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map {
        $0.split(separator: "|").map(String.init)
      }
      guard columns.count == Self.fields.count, let number = columns[0].first.flatMap({ Int($0) }) else {
        continue
      }
      for place in [1, 6] {
        streams[number, default: Stream()].requests += zip(columns[place], columns[place + 1]).map {
          [$0, $1]
        }
        streams[number]?.statuses += columns[place + 2]
        streams[number]?.servers += columns[place + 3]
        streams[number]?.dates += columns[place + 4]
      }
    }
  }
}
