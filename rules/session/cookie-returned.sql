/*
title: A cookie that a response set came back with a later request
origin: 13
reads: [judged, test_exchange]
weight: { real: 1, fake: 0 }
why: >
  Somebody gave the client a cookie and got it back: a session was kept. A stub can do it, but seldom does.
mistaken_when:
  - A stub with sessions of its own answers for the target in the client's process.
*/
SELECT
  e.test_id,
  'real' AS says,
  format(
    '%d request%s to the target returned a cookie that an earlier response had set; at least 1 is ' ||
    'needed', count(*),
    iif(count(*) = 1, '', 's')) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN test_exchange e USING (test_id)
WHERE e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown' AND e.is_returned_cookie = 1
  AND coalesce(e.is_fulfilled_by_test, 0) = 0
GROUP BY e.test_id
ORDER BY test_id;
