/*
title: Answers to several requests take different times
origin: 11
needs: [packets]
reads: [judged, test_burst]
parameters:
  least_requests: 3
  jitter_us: 100       # a network's answers differ by more
  constant_us: 10      # a stub's artificial wait differs by less
weight: { real: 0.5, fake: -1 }
why: >
  The way to another machine and its work take a different time for each request. A stub that sleeps before
  it answers takes the same time for all.
mistaken_when:
  - The stub sleeps for a random time.
  - The capture writes its times in coarse steps.
*/
SELECT
  b.test_id,
  CASE
    WHEN max(b.first_byte_us) - min(b.first_byte_us) > :jitter_us THEN 'real'
    WHEN max(b.first_byte_us) - min(b.first_byte_us) < :constant_us THEN 'fake'
    ELSE 'skip'
  END AS says,
  format(
    '%d answers took from %.2f ms to %.2f ms: a network''s differ by more than %.2f ms, those of an ' ||
    'artificial wait by less than %.2f ms',
    count(*), min(b.first_byte_us) / 1000.0, max(b.first_byte_us) / 1000.0, :jitter_us / 1000.0,
    :constant_us / 1000.0) AS reason,
  'test:' || b.test_id || ' ' || group_concat('connection:' || b.connection_id, ' ') AS proof
FROM judged j JOIN test_burst b USING (test_id)
WHERE j.expectation = 'real' AND b.role = 'target' AND b.share = 1 AND b.phase <> 'teardown'
  AND b.first_byte_us IS NOT NULL
GROUP BY b.test_id
HAVING count(*) >= :least_requests
ORDER BY test_id;
