/*
title: The responses carry a front end's headers and a fresh date
origin: 7
reads: [judged, test_exchange]
parameters:
  least_headers: 2
  fresh_us: 300000000      # 5 minutes
weight: { real: 1, fake: 0 }
why: >
  Front ends add a date, a request id, their own name. A stub can be told to do so too. That a
  date is old is looked at in 'replay/stale-date'.
mistaken_when:
  - A stub copies the headers and fills in the date.
*/
WITH headers AS (
  SELECT
    test_id,
    max(front_headers) AS most,
    min(abs(date_offset_us)) AS nearest_us,
    group_concat('exchange:' || exchange_id, ' ') AS proof
  FROM test_exchange
  WHERE role = 'target' AND share = 1 AND phase <> 'teardown' AND status IS NOT NULL
    AND date_offset_us IS NOT NULL
    AND coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0
  GROUP BY test_id
)
SELECT
  test_id,
  'real' AS says,
  format(
    'a response carries %d headers of a front end, at least %d are needed, and a Date that is %.1f s ' ||
    'off, at most %.1f s',
    h.most, :least_headers, h.nearest_us / 1e6, :fresh_us / 1e6) AS reason,
  'test:' || test_id || ' ' || h.proof AS proof
FROM judged j JOIN headers h USING (test_id)
WHERE j.expectation = 'real' AND h.most >= :least_headers AND h.nearest_us <= :fresh_us
ORDER BY test_id;
