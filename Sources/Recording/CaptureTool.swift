/// A program that may be allowed to capture where this one is not.
enum CaptureTool: String, CaseIterable {
  /// The tcpdump project's.
  case tcpdump
  /// Wireshark's.
  case dumpcap

  /// The arguments with which it writes pcap of an interface to its standard output.
  ///
  /// The buffer of 16 MiB is there for bursts. Packets come as the kernel hands over its blocks, within a second:
  /// one by one each would take its own wake-up.
  func arguments(path: String, interface: String) -> [String] {
    switch self {
    case .tcpdump:
      [path, "-i", interface, "-n", "-U", "--nano", "-s", "262144", "-B", "16384", "-w", "-"]
    case .dumpcap: [path, "-i", interface, "-q", "-P", "-s", "262144", "-B", "16", "-w", "-"]
    }
  }

  /// What the kernel dropped, by what the tool says when it ends; nil where it does not say.
  func dropped(in messages: [String]) -> Int? {
    for message in messages {
      switch self {
      case .tcpdump:
        // "0 packets dropped by kernel"
        if message.contains("dropped by kernel") {
          return message.split(separator: " ").first.flatMap { Int($0) }
        }
      case .dumpcap:
        // "Packets received/dropped on interface 'any': 10/0 (pcap:0/dumpcap:0/flushed:0/ps_ifdrop:0) (100.0%)"
        guard message.hasPrefix("Packets received/dropped"), let colon = message.firstRange(of: "': ") else {
          continue
        }
        let counts = message[colon.upperBound...].prefix { $0 != " " }.split(separator: "/")
        if counts.count == 2 { return Int(counts[1]) }
      }
    }
    return nil
  }
}
