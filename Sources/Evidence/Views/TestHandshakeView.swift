extension EvidenceView {
  static let testHandshake = EvidenceView(
    "test_handshake",
    about: "A TLS handshake that packets show in a test's window.",
    columns: [
      .integer("test_id", "The test."),
      .integer("connection_id", "The connection."),
      .text("role", "With whom, as in `contact`."),
      .text("phase", "`setup`, `call`, `teardown` or `unknown`."),
      .real("share", "1 where only this test can have caused it; 1/k where k tests' windows hold it."),
      .text("server_name", "The server name indication; NULL without one."),
      .integer("is_target_name", "1 where the server name is that of a declared target."),
      .integer("is_loopback", "1 where the server's address is of this machine."),
      .text(
        "version", "The version that the server chose: `TLS 1.2`, `TLS 1.3`, ...; NULL without a ServerHello."
      ),
      .integer("is_resumed", "1 where an earlier session was resumed; NULL where it can't be told."),
      .integer(
        "duration_us", "From ClientHello to the first application data; NULL where one of them is missing."),
      .integer("rtt_us", "From SYN to SYN-ACK of this connection; NULL where not seen."),
      .text("subject", "The subject of the server's certificate; NULL where it is encrypted or missing."),
      .text("issuer", "The issuer of the server's certificate; NULL where it is encrypted or missing."),
      .integer("is_self_issued", "1 where subject and issuer are one name; NULL without a certificate."),
      .integer("names_host", "1 where the certificate is for the server name; NULL without one of them."),
      .text("fingerprint", "The certificate's SHA-256; NULL without one."),
      .integer("alert", "The first alert in the clear (RFC 8446, 6); NULL without one."),
    ],
    definition: """
      SELECT test_id, connection_id, role, phase, share, server_name, is_target_name, is_loopback, version, is_resumed,
        duration_us, rtt_us, subject, issuer, is_self_issued, names_host, fingerprint, alert
      FROM test_handshake_row
      """)
}
