/*
title: Every response came sooner than a round trip to the address that gave it
needs: [packets]
reads: [judged, test_exchange, contact]
parameters:
  least_responses: 2
  least_handshakes: 3       # with the address in the run: one of them alone may have been slow
  part_of_round_trip: 0.7
  least_gap_us: 500
weight: { real: 0, fake: -4 }
why: >
  The response to a request cannot come back sooner than the answer to a SYN did on its quickest trip to the
  same address. What answers sooner is nearer: something that takes the place of the target. Only requests
  that can be read count: in other protocols a server may send before it is asked.
mistaken_when:
  - A box on the way delays the beginning of connections and nothing after it.
  - A cache nearer than the target answers, as it does in production.
*/
WITH address AS MATERIALIZED (
  SELECT server_address, min(rtt_us) AS rtt_us, count(*) AS handshakes
  FROM (
    SELECT DISTINCT connection_id, server_address, rtt_us
    FROM contact WHERE role = 'target' AND rtt_us IS NOT NULL AND is_established = 1)
  GROUP BY server_address
), place AS (
  SELECT DISTINCT connection_id, server_address
  FROM contact WHERE role = 'target' AND connection_id IS NOT NULL AND protocol IN ('http', 'http2')
), told AS (
  SELECT
    e.test_id, count(*) AS responses, max(e.first_byte_us) AS most, min(r.rtt_us) AS rtt_us,
    min(r.handshakes) AS handshakes,
    max(coalesce(
      e.first_byte_us >= :part_of_round_trip * r.rtt_us
      OR e.first_byte_us > r.rtt_us - :least_gap_us, 1)) AS is_far,
    group_concat('exchange:' || e.exchange_id, ' ') AS proof
  FROM test_exchange e LEFT JOIN place p USING (connection_id)
    LEFT JOIN address r ON r.server_address = p.server_address
  WHERE e.witness = 'packets' AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown'
    AND e.status BETWEEN 200 AND 399
  GROUP BY e.test_id
)
SELECT
  test_id,
  iif(t.responses >= :least_responses AND t.handshakes >= :least_handshakes, 'fake', 'skip') AS says,
  format(
    '%d response%s (%d are needed) came within %.1f ms; the quickest of %d round trips (%d are needed) to ' ||
    'the address took %.1f ms',
    t.responses, iif(t.responses = 1, '', 's'), CAST(:least_responses AS INTEGER), t.most / 1000.0,
    t.handshakes, CAST(:least_handshakes AS INTEGER), t.rtt_us / 1000.0) AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN told t USING (test_id)
WHERE j.expectation = 'real' AND t.is_far = 0
ORDER BY test_id;
