/*
title: Answers take as long as the way to the target and back
origin: 4
needs: [packets]
reads: [judged, test_burst, run]
parameters:
  part_of_round_trip: 0.9
  least_round_trip_us: 1000   # nearer targets cannot be told from this machine by time
weight: { real: 1.5, fake: -1 }
why: >
  An answer cannot be there sooner than one round trip after the request. If every answer is, something
  nearer than the target gave it.
mistaken_when:
  - The server sends without being asked, so that its data seem to answer a request that it has not seen.
  - A cache or proxy nearer than the target answers, as it does in production.
*/
SELECT
  b.test_id,
  CASE
    WHEN r.rtt_us < :least_round_trip_us THEN 'skip'
    WHEN min(b.first_byte_us) >= :part_of_round_trip * r.rtt_us THEN 'real'
    WHEN max(b.first_byte_us) < 0.5 * r.rtt_us THEN 'fake'
    ELSE 'skip'
  END AS says,
  format(
    'answers took from %.1f ms to %.1f ms; the quickest round trip to a target in this run took %.1f ms',
    min(b.first_byte_us) / 1000.0, max(b.first_byte_us) / 1000.0, r.rtt_us / 1000.0) AS reason,
  'test:' || b.test_id || ' ' || group_concat('connection:' || b.connection_id, ' ') AS proof
FROM judged j JOIN test_burst b USING (test_id) JOIN run r USING (run_id)
WHERE j.expectation = 'real' AND b.role = 'target' AND b.share = 1 AND b.phase <> 'teardown'
  AND b.first_byte_us IS NOT NULL AND r.rtt_us IS NOT NULL
GROUP BY b.test_id, r.rtt_us
ORDER BY test_id;
