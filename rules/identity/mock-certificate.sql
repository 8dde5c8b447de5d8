/*
title: A tool that plays servers showed its certificate in the target's name
needs: [packets]
reads: [judged, test_handshake]
weight: { real: 0, fake: -8 }
why: >
  Before TLS 1.3 the server's certificate can be read. MockServer, mountebank and WireMock come with
  certificates of their own; a mkcert certificate is what a developer makes for servers on this machine. A
  certificate of a recording proxy (mitmproxy, Charles, Hoverfly) says nothing: the proxy may be how the run
  was recorded, and may pass everything on.
mistaken_when:
  - The staging system itself uses the tool's certificate.
  - The tool forwards the requests to the target.
*/
WITH tool (pattern, name, is_local, is_proxy) AS (
  VALUES
    ('%www.mockserver.com%', 'MockServer', 0, 0), ('%O=mountebank%', 'mountebank', 0, 0),
    ('%Tom Akehurst%', 'WireMock', 0, 0), ('%mkcert development%', 'mkcert', 1, 0),
    ('%mitmproxy%', 'mitmproxy', 0, 1), ('%Charles Proxy%', 'Charles', 0, 1), ('%Hoverfly%', 'Hoverfly', 0, 1),
    ('%GoProxy untrusted%', 'Hoverfly or another proxy', 0, 1)
), handshake AS (
  SELECT
    h.test_id, h.connection_id, min(h.server_name) AS server_name,
    coalesce(h.issuer, h.subject) AS certificate, t.name,
    t.is_proxy = 0 AND (t.is_local = 0 OR h.is_loopback = 1) AS is_stub
  FROM test_handshake h LEFT JOIN tool t ON h.issuer LIKE t.pattern OR h.subject LIKE t.pattern
  WHERE h.is_target_name = 1 AND h.share = 1 AND h.phase <> 'teardown'
    AND h.version IS NOT NULL AND coalesce(h.is_resumed, 0) = 0
  GROUP BY h.test_id, h.connection_id
), told AS (
  SELECT
    test_id, count(*) AS handshakes, count(name) AS tools, sum(coalesce(is_stub, 0)) AS stubs,
    min(server_name) AS server_name, min(iif(name IS NULL, NULL, certificate)) AS certificate,
    min(name) AS name, group_concat(iif(name IS NULL, NULL, 'connection:' || connection_id), ' ') AS proof
  FROM handshake
  GROUP BY test_id
)
SELECT
  test_id,
  iif(t.stubs = t.handshakes, 'fake', 'skip') AS says,
  CASE
    WHEN t.stubs = t.handshakes THEN format(
      'in %d of %d handshakes for %s the certificate is of %s (''%s''), a tool that plays servers; 0 should be',
      t.stubs, t.handshakes, coalesce(t.server_name, 'the target'), t.name, t.certificate)
    WHEN t.stubs > 0 THEN format(
      'in %d of %d handshakes for %s the certificate is of a tool that plays servers (''%s''); all would tell',
      t.stubs, t.handshakes, coalesce(t.server_name, 'the target'), t.certificate)
    ELSE format(
      'in %d of %d handshakes for %s the certificate is of %s (''%s''), which may pass everything on to the ' ||
      'target: its own record would tell',
      t.tools, t.handshakes, coalesce(t.server_name, 'the target'), t.name, t.certificate)
  END AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN told t USING (test_id)
WHERE j.expectation = 'real' AND t.tools > 0
ORDER BY test_id;
