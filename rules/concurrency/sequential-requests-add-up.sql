/*
title: Requests one after another took the time that they add up to
origin: 10
needs: [packets]
reads: [judged, test_burst, run]
parameters:
  least_requests: 3
  part_of_round_trip: 0.9
weight: { real: 1, fake: 0 }
why: >
  Each of several requests waits a round trip of its own, and the test lasts at least as long as all of
  them. Answers of a stub take no time to add up.
mistaken_when:
  - A stub waits before it answers.
*/
SELECT
  b.test_id,
  'real' AS says,
  format(
    '%d requests waited %.1f ms in all, at least %d round trips of %.1f ms, and the test lasted %.1f ms',
    count(*), sum(b.first_byte_us) / 1000.0, count(*), r.rtt_us / 1000.0, j.total_most_us / 1000.0) AS reason,
  'test:' || b.test_id || ' ' || group_concat('connection:' || b.connection_id, ' ') AS proof
FROM judged j JOIN test_burst b USING (test_id) JOIN run r USING (run_id)
WHERE j.expectation = 'real' AND b.role = 'target' AND b.share = 1 AND b.phase <> 'teardown'
  AND b.first_byte_us IS NOT NULL AND r.rtt_us IS NOT NULL
GROUP BY b.test_id, r.rtt_us, j.total_most_us
HAVING count(*) >= :least_requests AND min(b.first_byte_us) >= :part_of_round_trip * r.rtt_us
  AND sum(b.first_byte_us) <= j.total_most_us
ORDER BY test_id;
