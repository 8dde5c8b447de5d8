/*
title: The client says that it exchanged requests with the target
reads: [judged, test_exchange]
weight: { real: 1, fake: 0 }
why: >
  A HAR file or a log line is the client's word. Clients write the same lines when a mock transport or a
  recording answers, so the word weighs little, whoever gives it.
mistaken_when:
  - The client's transport is replaced by one that answers in the process.
*/
WITH told AS (
  SELECT
    test_id, sum(witness = 'har') AS entries, sum(witness = 'log') AS lines, min(host) AS host,
    group_concat('exchange:' || exchange_id, ' ') AS proof
  FROM test_exchange
  WHERE witness IN ('har', 'log') AND role = 'target' AND share = 1 AND phase <> 'teardown'
    AND status IS NOT NULL AND coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0
  GROUP BY test_id
)
SELECT
  test_id,
  'real' AS says,
  iif(
    t.entries > 0,
    format(
      'the client''s HAR file tells of %d answered request%s to %s; at least 1 is needed, and packets ' ||
      'would weigh more',
      t.entries, iif(t.entries = 1, '', 's'), coalesce(t.host, 'the target')),
    format(
      'the client''s log has %d line%s about answered requests to %s; at least 1 is needed, and packets ' ||
      'would weigh more',
      t.lines, iif(t.lines = 1, '', 's'), coalesce(t.host, 'the target'))) AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN told t USING (test_id)
ORDER BY test_id;
