/*
title: The test claims a WebSocket and asked the target for none
needs: [packets]
reads: [judged, claim, test_exchange, contact]
weight: { real: 0, fake: -3 }
why: >
  A WebSocket begins with a request to upgrade. All turns of the test's connections with the
  target are known as requests, from packets or a HAR file, and none of them asks for it: the test fetched
  something else.
mistaken_when:
  - The test is about an ordinary request that has to do with WebSockets, and neither name nor path says so.
  - WebSockets run over HTTP/2 (RFC 8441), where there is no upgrade.
*/
WITH asked AS MATERIALIZED (
  SELECT
    test_id, connection_id,
    max(sum(witness = 'packets'), sum(witness = 'har')) AS requests,
    sum(coalesce(is_websocket, 0) = 1 OR status = 101 OR path IS NULL OR lower(path) LIKE '%ws%'
      OR lower(path) LIKE '%socket%' OR lower(path) LIKE '%stream%' OR lower(path) LIKE '%realtime%'
      OR lower(path) LIKE '%negotiate%' OR lower(path) LIKE '%token%' OR lower(path) LIKE '%ticket%'
      OR method = 'CONNECT') AS fitting,
    min(path) AS path, group_concat('exchange:' || exchange_id, ' ') AS proof
  FROM test_exchange
  WHERE role IN ('target', 'unidentified') AND phase <> 'teardown'
    AND test_id IN (SELECT test_id FROM claim WHERE claim = 'websocket')
  GROUP BY test_id, connection_id
), met AS (
  SELECT
    test_id, connection_id, sum(requests) AS turns,
    max(coalesce(share < 1 OR role <> 'target' OR pushes > 0 OR protocol NOT IN ('http', 'tls'), 1)) AS unclear
  FROM contact
  WHERE role IN ('target', 'unidentified') AND phase <> 'teardown'
    AND (is_opened = 1 OR requests > 0 OR pushes > 0) AND test_id IN (SELECT test_id FROM asked)
  GROUP BY test_id, connection_id
), told AS (
  SELECT
    m.test_id, sum(a.requests) AS requests, min(a.path) AS path,
    sum(m.unclear OR coalesce(m.turns > a.requests, 1)) AS unclear, group_concat(a.proof, ' ') AS proof
  FROM met m LEFT JOIN asked a ON a.test_id = m.test_id AND a.connection_id = m.connection_id
  GROUP BY m.test_id
), fitting AS (
  SELECT test_id FROM asked GROUP BY test_id HAVING sum(fitting) > 0
)
SELECT
  test_id,
  'fake' AS says,
  format(
    'it claims a WebSocket, but of its %d request%s to the target 0 ask for one (%s); at least 1 should',
    t.requests, iif(t.requests = 1, '', 's'), t.path) AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN told t USING (test_id)
WHERE j.is_covered = 1 AND t.unclear = 0 AND test_id NOT IN (SELECT test_id FROM fitting)
ORDER BY test_id;
