/*
title: A request without credentials was refused
origin: 19
needs: [packets]
reads: [judged, test_exchange]
weight: { real: 1, fake: 0 }
why: >
  A protected service says 401 or 403 to whoever brings no credentials. Stubs seldom guard their doors.
mistaken_when:
  - The refusal is hard-coded in a stub.
*/
SELECT
  e.test_id,
  'real' AS says,
  format(
    '%d request%s without credentials to %s refused with status %d; at least 1 is needed', count(*),
    iif(count(*) = 1, '', 's'), coalesce(min(e.host), 'the target'), min(e.status)) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN test_exchange e USING (test_id)
WHERE e.witness = 'packets' AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown'
  AND e.has_credentials = 0
  AND coalesce(e.is_websocket, 0) = 0 AND e.status IN (401, 403)
GROUP BY e.test_id
ORDER BY test_id;
