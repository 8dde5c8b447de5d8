import Foundation
import Records

/// What tshark makes of a capture, as far as it is compared: an independent reading.
struct TsharkReading {
  struct Flow {
    var transport: Connection.Transport
    /// The ends; the first sent the first packet.
    var ends: [Endpoint]
    var first: Int64
    /// By end.
    var packets = [0, 0]
    var bytes = [0, 0]
    var payload = [0, 0]
    var hasRetransmission = false
    var hasSynAck = false
    /// From the SYN to the ACK that completes the handshake, in nanoseconds.
    var initialRTT: Int64?
    var serverName: String?
    /// The version of the ServerHello.
    var version: UInt16?
    var statuses: [Int] = []
    var servers: [String] = []
  }

  struct Answer: Hashable, Comparable {
    var name: String
    var type: Int
    var time: Int64
    var addresses: [String]

    static func < (one: Answer, other: Answer) -> Bool { (one.time, one.name) < (other.time, other.name) }
  }

  private(set) var flows: [Flow] = []
  private(set) var answers: [Answer] = []
  private(set) var packets = 0

  /// Where tshark is installed; nil where it is not.
  static let tool: URL? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { URL(filePath: String($0)).appending(path: "tshark") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  private static let fields = """
    frame.time_epoch frame.len tcp.stream udp.stream ip.src ip.dst ipv6.src ipv6.dst tcp.srcport tcp.dstport \
    udp.srcport udp.dstport tcp.flags tcp.len udp.length tcp.analysis.retransmission tcp.analysis.initial_rtt \
    tls.handshake.type tls.handshake.extensions_server_name tls.handshake.version \
    tls.handshake.extensions.supported_version http.response.code http.server dns.flags.response dns.qry.name \
    dns.qry.type dns.a dns.aaaa
    """.split(separator: " ").map(String.init)

  /// Runs tshark on the capture at `path`.
  init?(path: String) throws {
    guard let tool = Self.tool else { return nil }
    let process = Process()
    process.executableURL = tool
    process.arguments =
      ["-n", "-r", path, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=|"]
      + Self.fields.flatMap { ["-e", $0] }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    var places: [String: Int] = [:]
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard columns.count == Self.fields.count else { continue }
      take(Dictionary(uniqueKeysWithValues: zip(Self.fields, columns)), &places)
    }
  }

  private mutating func take(_ row: [String: String], _ places: inout [String: Int]) {
    packets += 1
    func all(_ field: String) -> [String] { (row[field] ?? "").split(separator: "|").map(String.init) }
    func number(_ field: String) -> Int? { all(field).first.flatMap(Self.integer) }
    let isTCP = row["tcp.stream"] != ""
    let kind = isTCP ? "tcp" : "udp"
    guard let stream = all("\(kind).stream").first, let length = number("frame.len"),
      let source = end(row, "\(kind).srcport", ["ip.src", "ipv6.src"]),
      let destination = end(row, "\(kind).dstport", ["ip.dst", "ipv6.dst"])
    else { return }
    let time = Self.nanoseconds(row["frame.time_epoch"] ?? "")
    let key = "\(kind) \(stream)"
    let place = places[key] ?? flows.count
    if place == flows.count {
      places[key] = place
      flows.append(Flow(transport: isTCP ? .tcp : .udp, ends: [source, destination], first: time))
    }
    let side = source == flows[place].ends[0] ? 0 : 1
    flows[place].packets[side] += 1
    flows[place].bytes[side] += length
    flows[place].payload[side] += number("tcp.len") ?? max(0, (number("udp.length") ?? 8) - 8)
    if row["tcp.analysis.retransmission"] != "" { flows[place].hasRetransmission = true }
    if (number("tcp.flags") ?? 0) & 0x12 == 0x12 { flows[place].hasSynAck = true }
    if let rtt = all("tcp.analysis.initial_rtt").first { flows[place].initialRTT = Self.nanoseconds(rtt) }
    if let name = all("tls.handshake.extensions_server_name").first { flows[place].serverName = name }
    if all("tls.handshake.type").contains("2"), !all("tls.handshake.type").contains("1") {
      let version =
        all("tls.handshake.extensions.supported_version").first ?? all("tls.handshake.version").first
      flows[place].version = version.flatMap(Self.integer).map { UInt16($0) }
    }
    flows[place].statuses += all("http.response.code").compactMap { Int($0) }
    flows[place].servers += all("http.server")
    if ["1", "True"].contains(all("dns.flags.response").first), let name = all("dns.qry.name").first {
      let addresses = (all("dns.a") + all("dns.aaaa")).sorted()
      answers.append(
        Answer(name: name.lowercased(), type: number("dns.qry.type") ?? 0, time: time, addresses: addresses))
    }
  }

  private func end(_ row: [String: String], _ port: String, _ addresses: [String]) -> Endpoint? {
    guard let port = row[port].flatMap({ UInt16($0) }),
      let address = addresses.compactMap({ row[$0] }).compactMap({ IPAddress($0) }).first
    else { return nil }
    return Endpoint(address: address, port: port)
  }

  private static func integer(_ text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }

  /// Seconds with up to nine decimals.
  private static func nanoseconds(_ text: String) -> Int64 {
    let parts = text.split(separator: ".")
    guard let whole = parts.first.flatMap({ Int64($0) }) else { return 0 }
    let decimals = parts.count > 1 ? String(parts[1]) : ""
    return whole * 1_000_000_000 + (Int64((decimals + "000000000").prefix(9)) ?? 0)
  }
}
