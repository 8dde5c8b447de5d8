/*
title: A TLS handshake named the target and took a round trip
origin: 3
needs: [packets]
reads: [judged, test_handshake]
parameters:
  part_of_round_trip: 0.9
weight: { real: 1, fake: 0 }
why: >
  The client asked for the target by name and a server with the keys to go on answered, not sooner than the
  way there and back.
mistaken_when:
  - The test opens the connection for show.
  - A stub with a certificate of its own answers in the target's name, from somewhere else.
*/
WITH handshake AS (
  SELECT
    h.test_id,
    count(*) AS handshakes,
    sum(h.version IS NOT NULL AND coalesce(h.duration_us >= :part_of_round_trip * h.rtt_us, 1)
      AND coalesce(h.alert, 0) = 0) AS plausible,
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
  'real' AS says,
  format(
    '%d TLS handshake%s for %s, at least 1 is needed; the quickest took %s', h.plausible,
    iif(h.plausible = 1, '', 's'), coalesce(h.name, 'the target'),
    iif(h.duration_us IS NULL, 'an unknown time', format('%.1f ms', h.duration_us / 1000.0))) AS reason,
  'test:' || test_id || ' ' || h.proof AS proof
FROM judged j JOIN handshake h USING (test_id)
WHERE j.expectation = 'real' AND h.plausible > 0
ORDER BY test_id;
