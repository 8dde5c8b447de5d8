extension EvidenceView {
  static let testExchange = EvidenceView(
    "test_exchange",
    about: "An HTTP exchange that a witness places in a test's window, or ties to the test itself.",
    columns: [
      .integer("test_id", "The test."),
      .integer("exchange_id", "The exchange."),
      .text("witness", "`packets`, `har` or `log`: the last two are the client's word."),
      .text("role", "With whom, as in `contact`; for a HAR entry or log line by its host."),
      .text("phase", "`setup`, `call`, `teardown` or `unknown`."),
      .real("share", "1 where only this test can have caused it; 1/k where k tests' windows hold it."),
      .integer("connection_id", "The connection that packets show for it; NULL where none is known."),
      .text(
        "server_address",
        "The IP address that answered, as the witness names it; NULL where it names none: a mock has none to name."
      ),
      .integer("start_us", "When the request began, epoch; NULL where unknown."),
      .integer("end_us", "When it ended or was logged, epoch; NULL where unknown."),
      .text("method", "The request method."),
      .text("host", "The host asked for; NULL where unknown."),
      .text("path", "The path asked for, without query."),
      .integer("status", "The status code; NULL without a response."),
      .text("server", "The Server header of the response; NULL without one."),
      .integer(
        "date_offset_us",
        "The Date header minus the time at which the witness saw the response; NULL without one."),
      .integer(
        "first_byte_us", "From the request's end to the first byte of the response; NULL where unknown."),
      .integer("duration_us", "The whole exchange; NULL where unknown."),
      .integer("response_body_bytes", "Bytes of the response's body as sent; NULL where unknown."),
      .text("body_hash", "A hash of the response's body; NULL where it wasn't seen whole."),
      .text(
        "request_id",
        "The response's per-request identifier (CF-RAY, X-Request-Id, X-Cloud-Trace-Context, ...); NULL without one."
      ),
      .integer(
        "front_headers",
        "How many headers of the response a genuine front end adds (Server, Date, Via, trace and request ids, ...)."
      ),
      .integer("has_credentials", "1 where the request carried Authorization, a cookie or an API key."),
      .text(
        "set_cookie_hash",
        "Keyed hashes of the cookies that the response set, separated by spaces; NULL where it set none."),
      .text(
        "cookie_hash",
        "Keyed hashes of the cookies that the request carried, separated by spaces; NULL where it carried none."
      ),
      .integer(
        "is_returned_cookie",
        "1 where the request carried a cookie that an earlier response of the run had set."),
      .integer("is_fulfilled_by_test", "1 where the recording admits that the test answered it itself."),
      .integer("is_from_cache", "1 where a cache, a service worker or a cassette answered."),
      .integer("is_websocket", "1 where a WebSocket upgrade was asked for."),
      .integer(
        "is_websocket_accepted", "1 where the accept key answers the request's key; NULL without an upgrade."),
      .text(
        "response_headers",
        "The response's headers as a JSON array of [name, value], secrets hashed; NULL if none."),
    ],
    definition: """
      SELECT t.test_id, t.exchange_id, e.witness, t.role, t.phase, t.share, t.connection_id,
        e.server_address, e.start_us - coalesce(s.clock_offset_us, 0) AS start_us, e.end_us - coalesce(s.clock_offset_us, 0) AS end_us,
        e.method, e.host, e.path, e.status, e.server, e.date_offset_us, e.first_byte_us, e.duration_us,
        e.response_body_bytes, e.body_hash, e.request_id, e.front_headers, e.has_credentials, e.set_cookie_hash,
        e.cookie_hash, t.is_returned_cookie, e.is_fulfilled_by_test, e.is_from_cache, e.is_websocket,
        e.is_websocket_accepted, e.response_headers
      FROM test_exchange_row t JOIN exchange e USING (exchange_id) JOIN source s USING (source_id)
      """)
}
