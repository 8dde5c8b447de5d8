/*
title: The WebSocket's accept key answers the request's key
origin: 6
needs: [packets]
reads: [judged, test_exchange]
weight: { real: 1, fake: -4 }
why: >
  RFC 6455 asks the server for a digest of the client's random key. Who answers 101 without it has not read
  the request.
mistaken_when:
  - A stub computes the key, as every WebSocket library does.
*/
SELECT
  e.test_id,
  iif(min(e.is_websocket_accepted) = 1, 'real', 'fake') AS says,
  format(
    '%d of %d WebSocket upgrades have the accept key that answers the request; all of them must',
    sum(e.is_websocket_accepted), count(*)) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN test_exchange e USING (test_id)
WHERE e.witness = 'packets' AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown'
  AND e.is_websocket = 1
  AND e.is_websocket_accepted IS NOT NULL
GROUP BY e.test_id
ORDER BY test_id;
