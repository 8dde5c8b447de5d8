/*
title: The client says that it exchanged requests with the target
reads: [judged, test_exchange]
weight: { real: 1, fake: 0 }
why: >
  A HAR file or a log line is the client's word. Clients write the same lines when a mock transport or a
  recording answers, so the word weighs little, whoever gives it. An entry that names no address counts
  only in a file that never names one.
mistaken_when:
  - The client's transport is replaced by one that answers in the process.
*/
WITH named AS (
  SELECT count(DISTINCT exchange_id) AS entries
  FROM test_exchange WHERE witness = 'har' AND status IS NOT NULL AND server_address IS NOT NULL
), told AS (
  SELECT
    test_id, sum(witness = 'har') AS told_entries, sum(witness = 'log') AS lines, min(host) AS host,
    group_concat('exchange:' || exchange_id, ' ') AS proof
  FROM test_exchange CROSS JOIN named n
  WHERE witness IN ('har', 'log') AND role = 'target' AND share = 1 AND phase <> 'teardown'
    AND status IS NOT NULL AND coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0
    AND (witness = 'log' OR server_address IS NOT NULL OR n.entries = 0)
  GROUP BY test_id
)
SELECT
  test_id,
  'real' AS says,
  iif(
    t.told_entries > 0,
    format(
      'the client''s HAR file tells of %d answered request%s to %s; at least 1 is needed, and packets ' ||
      'would weigh more',
      t.told_entries, iif(t.told_entries = 1, '', 's'), coalesce(t.host, 'the target')),
    format(
      'the client''s log has %d line%s about answered requests to %s; at least 1 is needed, and packets ' ||
      'would weigh more',
      t.lines, iif(t.lines = 1, '', 's'), coalesce(t.host, 'the target'))) AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN told t USING (test_id)
ORDER BY test_id;
