/*
title: A TLS handshake named the target and took a round trip
origin: 3
needs: [packets]
reads: [judged, test_handshake]
parameters:
  part_of_round_trip: 0.9
weight: { real: 1, fake: -6 }
why: >
  The client asked for the target by name and a server with the keys to go on answered, not sooner than the
  way there and back. A certificate that a stub tool signs tells whose server it was. A certificate of a
  recording proxy (mitmproxy, Charles) says nothing: the proxy may be how the run was recorded.
mistaken_when:
  - The test opens the connection for show.
  - The staging system itself uses the tool's certificate.
*/
WITH handshake AS (
  SELECT
    h.test_id,
    count(*) AS handshakes,
    sum(h.version IS NOT NULL AND coalesce(h.duration_us >= :part_of_round_trip * h.rtt_us, 1)
      AND coalesce(h.alert, 0) = 0) AS plausible,
    min(iif(h.issuer LIKE '%MockServer%' OR h.issuer LIKE '%mountebank%' OR h.issuer LIKE '%Hoverfly%'
      OR h.issuer LIKE '%Tom Akehurst%' OR h.issuer LIKE '%GoProxy untrusted%', h.issuer, NULL)) AS stub,
    min(h.server_name) AS name,
    min(h.duration_us) AS duration_us,
    group_concat('connection:' || h.connection_id, ' ') AS proof
  FROM test_handshake h
  WHERE h.is_target_name = 1 AND h.role = 'target' AND h.is_loopback = 0 AND h.share = 1
    AND h.phase <> 'teardown'
  GROUP BY h.test_id
)
SELECT
  test_id,
  iif(h.stub IS NOT NULL, 'fake', 'real') AS says,
  CASE
    WHEN h.stub IS NOT NULL THEN format(
      'the certificate for %s was signed by ''%s'', a tool that plays servers',
      coalesce(h.name, 'the target'), h.stub)
    ELSE format(
      '%d TLS handshake%s for %s, at least 1 is needed; the quickest took %s', h.plausible,
      iif(h.plausible = 1, '', 's'), coalesce(h.name, 'the target'),
      iif(h.duration_us IS NULL, 'an unknown time', format('%.1f ms', h.duration_us / 1000.0)))
  END AS reason,
  'test:' || test_id || ' ' || h.proof AS proof
FROM judged j JOIN handshake h USING (test_id)
WHERE j.expectation = 'real' AND (h.stub IS NOT NULL OR h.plausible > 0)
ORDER BY test_id;
