/*
title: Error responses come from the same front end as the others
origin: 9
reads: [judged, test_exchange]
weight: { real: 0.5, fake: 0 }
why: >
  A real service's errors pass the same front end as its successes. Stubs often know only the success.
  Errors may also come from another layer of a real service, so the contrary says nothing.
mistaken_when:
  - The stub answers all requests by the same library.
*/
SELECT
  e.test_id,
  'real' AS says,
  format(
    '%d error response%s and %d other%s all say ''%s''; at least 1 of each is needed',
    sum(e.status >= 400), iif(sum(e.status >= 400) = 1, '', 's'), sum(e.status < 400),
    iif(sum(e.status < 400) = 1, '', 's'), min(e.server)) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN test_exchange e USING (test_id)
WHERE j.expectation = 'real' AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown'
  AND e.status >= 200
  AND e.server IS NOT NULL AND coalesce(e.is_fulfilled_by_test, 0) = 0
GROUP BY e.test_id
HAVING sum(e.status >= 400) > 0 AND sum(e.status < 400) > 0 AND count(DISTINCT e.server) = 1
ORDER BY test_id;
