extension EvidenceView {
  static let testBurst = EvidenceView(
    "test_burst",
    about:
      "One turn of application traffic that began in a test's window: a request as packets show it, and its answer.",
    columns: [
      .integer("test_id", "The test."),
      .integer("connection_id", "The connection."),
      .text("role", "With whom, as in `contact`."),
      .text("phase", "`setup`, `call`, `teardown` or `unknown`, by the turn's first packet."),
      .real("share", "1 where only this test can have caused it; 1/k where k tests' windows hold it."),
      .integer("start_us", "The first packet with payload, epoch."),
      .integer("stop_us", "The last packet with payload, epoch."),
      .integer(
        "first_byte_us",
        "From the client's last packet to the server's first; NULL where one of them is missing."),
      .integer("client_bytes", "Application bytes from the client."),
      .integer("server_bytes", "Application bytes from the server."),
    ],
    definition: """
      SELECT test_id, connection_id, role, phase, share, start_us, stop_us, first_byte_us, client_bytes, server_bytes
      FROM test_burst_row
      """)
}
