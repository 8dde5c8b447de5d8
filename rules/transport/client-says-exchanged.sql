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
SELECT
  e.test_id,
  'real' AS says,
  format(
    'the client''s %s tells of %d answered request%s to %s; at least 1 is needed, and packets would ' ||
    'weigh more',
    iif(max(e.witness = 'har') = 1, 'HAR file', 'log'), count(*), iif(count(*) = 1, '', 's'),
    coalesce(min(e.host), 'the target')) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN test_exchange e USING (test_id)
WHERE e.witness IN ('har', 'log') AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown'
  AND e.status IS NOT NULL
  AND coalesce(e.is_fulfilled_by_test, 0) = 0 AND coalesce(e.is_from_cache, 0) = 0
GROUP BY e.test_id
ORDER BY test_id;
