extension EvidenceView {
  static let target = EvidenceView(
    "target",
    about: "A declared target, and what the whole run shows of it.",
    columns: [
      .integer("target_id", "The target."),
      .integer("run_id", "The run."),
      .text("url", "The target as declared."),
      .text("host", "Its host."),
      .integer("port", "Its port."),
      .integer("is_loopback", "1 where the declared host is this machine by name or address."),
      .integer("addresses", "How many addresses are known to be the target's."),
      .integer("lookups", "Lookups of its name that packets show in the run."),
      .integer("connections", "Connections with it that packets show in the run."),
      .integer("answered_requests", "Turns of application traffic with it in which it answered."),
      .integer("rtt_us", "The least time from SYN to SYN-ACK; NULL where no handshake was seen."),
    ],
    definition: """
      SELECT target_id, run_id, url, host, port, is_loopback, addresses, lookups, connections, answered_requests, rtt_us
      FROM target_row
      """)
}
