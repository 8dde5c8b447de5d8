/*
title: The WebSocket upgrade takes as long as the way to the target and back
origin: 5
needs: [packets]
reads: [judged, test_exchange, run]
parameters:
  part_of_round_trip: 0.9
  least_round_trip_us: 1000
weight: { real: 1.5, fake: -2 }
why: >
  The answer to an upgrade request cannot be there sooner than one round trip after it.
mistaken_when:
  - A proxy nearer than the target accepts the upgrade.
*/
SELECT
  e.test_id,
  CASE
    WHEN min(e.first_byte_us) >= :part_of_round_trip * r.rtt_us THEN 'real'
    WHEN max(e.first_byte_us) < 0.5 * r.rtt_us THEN 'fake'
    ELSE 'skip'
  END AS says,
  format(
    'the upgrade to WebSocket was answered after %.1f ms; the quickest round trip in this run took %.1f ms',
    min(e.first_byte_us) / 1000.0, r.rtt_us / 1000.0) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN test_exchange e USING (test_id) JOIN run r USING (run_id)
WHERE j.expectation = 'real' AND e.witness = 'packets' AND e.role = 'target' AND e.share = 1
  AND e.is_websocket = 1
  AND e.phase <> 'teardown' AND e.first_byte_us IS NOT NULL AND r.rtt_us >= :least_round_trip_us
GROUP BY e.test_id, r.rtt_us
ORDER BY test_id;
