extension EvidenceView {
  static let run = EvidenceView(
    "run",
    about: "The run: what was given of it, and what its captures could see.",
    columns: [
      .integer("run_id", "The run."),
      .text("name", "Its name."),
      .integer("tests", "How many tests it has."),
      .integer("passed", "How many of them passed."),
      .integer("has_packets", "1 where there is a packet capture."),
      .integer("has_har", "1 where there is a HAR file."),
      .integer("has_log", "1 where there is a client log."),
      .integer("sees_loopback", "1 where a capture holds loopback traffic or was taken on all interfaces."),
      .integer("sees_network", "1 where a capture holds traffic with other machines."),
      .integer("unidentified_connections", "Connections with addresses that no name is known for."),
      .integer(
        "rtt_us",
        "The least time from SYN to SYN-ACK with any target; of a target without a handshake in a capture, that of its newest probe; NULL where there is neither."
      ),
      .integer("is_rtt_probed", "1 where that time is from a probe and not from this run."),
    ],
    definition: """
      SELECT run_id, name, tests, passed, has_packets, has_har, has_log, sees_loopback, sees_network,
        unidentified_connections, rtt_us, is_rtt_probed
      FROM run_row
      """)
}
