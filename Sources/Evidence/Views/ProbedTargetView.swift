extension EvidenceView {
  static let probedTarget = EvidenceView(
    "probed_target",
    about: "The newest probe of a declared target, made by `assay probe`; no row for a target without one.",
    columns: [
      .integer("target_id", "The target."),
      .integer("run_id", "The run."),
      .text("host", "The target's host."),
      .integer("port", "The target's port."),
      .integer("probed_at_us", "When it was probed, epoch."),
      .integer("is_verified", "1 where the server's certificate was verified; NULL without TLS."),
      .integer("is_proxied", "1 where a proxy made the connections."),
      .integer(
        "connect_us", "The least time from SYN to SYN-ACK; NULL where it was not measured, or proxied."),
      .integer("tls_us", "The least time of a TLS handshake; NULL without TLS."),
      .integer("first_byte_us", "The least time from a request to its answer; NULL where there was none."),
      .integer("status", "The status of the last answer."),
      .text("http_version", "The version of HTTP: `HTTP/1.1`, `HTTP/2`."),
      .text(
        "server", "The Server header that every answer had; NULL where there was none, or where it varied."),
      .text("front", "The surest front that the answers show; NULL where none is known."),
      .text("front_confidence", "How sure that is: `high`, `medium` or `low`; NULL without a front."),
      .integer("is_date_live", "1 where the Date header is of now and moves on; NULL where there was none."),
      .text("subject", "The subject of the server's certificate; NULL without TLS."),
      .text("issuer", "The issuer of the server's certificate; NULL without TLS."),
      .text("fingerprint", "The certificate's SHA-256; NULL without TLS."),
      .integer(
        "websocket_status", "The status with which an upgrade was answered; NULL where none was asked for."),
      .integer("websocket_us", "The least time from an upgrade's request to its answer; NULL without one."),
    ],
    definition: """
      SELECT t.target_id, t.run_id, t.host, t.port, b.probed_at_us, b.is_verified, b.is_proxied, b.connect_us, b.tls_us,
        b.first_byte_us, b.status, b.http_version, b.server, b.front, b.front_confidence, b.is_date_live, b.subject,
        b.issuer, b.fingerprint, b.websocket_status, b.websocket_us
      FROM target_row t JOIN probed_target_row b ON b.probed_target_id = (
        SELECT probed_target_id FROM probed_target_row n WHERE n.host = t.host AND n.port = t.port
        ORDER BY n.probed_at_us DESC, n.probed_target_id DESC LIMIT 1)
      """)
}
