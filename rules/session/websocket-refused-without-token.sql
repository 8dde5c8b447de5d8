/*
title: A WebSocket upgrade without a token was refused
origin: 20
needs: [packets]
reads: [judged, test_exchange]
weight: { real: 1, fake: 0 }
why: >
  A protected endpoint answers an upgrade without credentials with 401 or 403. It has read the request.
mistaken_when:
  - The refusal is hard-coded in a stub.
*/
SELECT
  e.test_id,
  'real' AS says,
  format(
    '%d WebSocket upgrade%s without credentials refused with status %d; at least 1 is needed', count(*),
    iif(count(*) = 1, '', 's'), min(e.status)) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN test_exchange e USING (test_id)
WHERE e.witness = 'packets' AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown'
  AND e.has_credentials = 0
  AND e.is_websocket = 1 AND e.status IN (401, 403)
GROUP BY e.test_id
ORDER BY test_id;
