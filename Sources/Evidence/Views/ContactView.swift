extension EvidenceView {
  static let contact = EvidenceView(
    "contact",
    about: """
      Packets on one connection in one phase of a test's window: with whom, and what moved. Turns of traffic that began \
      in that phase are counted, so that the end of an earlier test's traffic is nobody's contact; but a turn in which \
      the client still sent in this window, or the server had been sending on before and went on, counts as a request \
      or a push with a share of at most 0.5. Where more than 32 tests may have caused something, all such traffic is \
      one row without a connection for each test and role, with a share of 0.01. In a run without a capture the rows are of \
      the calls that its processes made on sockets, where these were traced: then `rtt_us` is NULL.
      """,
    columns: [
      .integer("test_id", "The test."),
      .integer("connection_id", "The connection; NULL where the row is of several."),
      .text(
        "role",
        """
        With whom: `target` (a declared target), `loopback` (this machine, when the target is not), `ignored` (a host \
        the policy ignores), `resolver` (DNS), `other` (a named host that is no target), `unidentified` (an address \
        that no name is known for).
        """),
      .text("phase", "`setup`, `call` or `teardown`; `unknown` where the window has no phases."),
      .real("share", "1 where only this test can have caused it; 1/k where k tests' windows hold it."),
      .text(
        "host", "The server's name, from SNI, the Host header, CONNECT or DNS; NULL where none is known."),
      .text("server_address", "The server's IP address; NULL where the row is of several connections."),
      .integer("server_port", "The server's port; NULL likewise."),
      .text("transport", "`tcp` or `udp`; NULL likewise."),
      .text("protocol", "`tls`, `http`, `http2`, `dns`, `quic` or `unknown`; NULL likewise."),
      .integer("is_opened", "1 where the connection's SYN (or first datagram) was sent in this phase."),
      .integer("is_established", "1 where the TCP handshake was completed, in this phase or before."),
      .integer("is_refused", "1 where the SYN sent in this phase was answered by a RST."),
      .integer("is_unanswered", "1 where the SYN sent in this phase got no answer."),
      .integer(
        "is_tls_completed", "1 where the ServerHello of this connection was seen, in this phase or before."),
      .integer("rtt_us", "From SYN to SYN-ACK of this connection; NULL where not seen."),
      .integer("requests", "Turns with application bytes from the client that began in this phase."),
      .integer("answered_requests", "Those of them in which the server sent application bytes back."),
      .integer("pushes", "Turns with application bytes from the server alone that began in this phase."),
      .integer(
        "keep_alives",
        """
        Turns that are the connection's own pings: small, of equal size, at regular intervals through several tests. \
        They count as nothing else.
        """),
      .integer(
        "is_leftover",
        """
        1 where the server alone sent, on a connection that the body of one earlier test opened and asked on, and no \
        other test did: the rest of that test's answers.
        """),
      .integer("largest_turn_bytes", "The most application bytes that one side sent in one of those turns."),
      .integer("client_bytes", "Application bytes from the client in those turns."),
      .integer("server_bytes", "Application bytes from the server in those turns."),
      .integer(
        "first_byte_us", "The least time from a request to the first byte of its answer; NULL without one."),
      .integer("first_us", "The first of it, epoch; NULL where the row is of several connections."),
      .integer("last_us", "The last of it, epoch; NULL likewise."),
    ],
    definition: """
      SELECT test_id, connection_id, role, phase, share, host, server_address, server_port, transport, protocol,
        is_opened, is_established, is_refused, is_unanswered, is_tls_completed, rtt_us, requests, answered_requests,
        pushes, keep_alives, is_leftover, largest_turn_bytes, client_bytes, server_bytes, first_byte_us, first_us, last_us
      FROM test_contact
      """)
}
