import Processes

#if canImport(Glibc)
  import Glibc
#endif

/// Says what to do where this user may not capture.
enum CaptureAdvice {
  /// The ways to the right to capture, one a line.
  ///
  /// - Parameters:
  ///   - refusals: why each tool that was tried could not capture.
  ///   - tools: where the tools are.
  static func text(refusals: [String], tools: [CaptureTool: ProgramPath.Search]) -> String {
    var lines = ["no packets are captured: \(refusals.joined(separator: "; "))"]
    switch tools[.tcpdump] ?? .missing {
    case .found(let path), .forbidden(let path):
      lines.append("  let tcpdump capture:   sudo setcap cap_net_raw,cap_net_admin+eip \(path)")
    case .missing:
      lines.append(
        "  install tcpdump:       sudo apt-get install tcpdump && sudo setcap cap_net_raw,cap_net_admin+eip /usr/bin/tcpdump"
      )
    }
    if case .missing = tools[.dumpcap] ?? .missing {
    } else {
      let user = SystemEnvironment.value("USER") ?? "$USER"
      lines.append(
        "  or join dumpcap's group: sudo dpkg-reconfigure wireshark-common && sudo usermod -aG wireshark \(user), and log in again"
      )
    }
    lines.append("  or record as root:     sudo assay record ... (the command then runs as root, too)")
    lines.append(
      "  or in a container:     give it --cap-add NET_RAW --cap-add NET_ADMIN, or capture in a sidecar: docker run --network container:NAME ... tcpdump -i any -U -w traffic.pcap, and put the file into the run folder"
    )
    return lines.joined(separator: "\n")
  }
}
