/*
title: A test of concurrency had several requests under way at once
origin: 17
needs: [packets]
reads: [judged, claim, test_burst]
weight: { real: 1, fake: 0 }
why: >
  Who claims to ask at once asks before the last answer is there. Requests one after another do not show
  what such a test claims, but they may well be real: it abstains.
mistaken_when:
  - The word in the name means something else that happens at once.
  - The requests share a connection of HTTP/2, whose turns the capture cannot tell apart.
*/
WITH turn AS (
  SELECT
    test_id, connection_id, start_us,
    max(stop_us) OVER (
      PARTITION BY test_id ORDER BY start_us, connection_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS busy_until_us
  FROM test_burst
  WHERE role = 'target' AND share = 1 AND phase <> 'teardown' AND client_bytes > 0 AND server_bytes > 0
)
SELECT
  t.test_id,
  iif(sum(t.start_us < t.busy_until_us) > 0, 'real', 'skip') AS says,
  format(
    'it claims to be concurrent (''%s''), and %d of its %d requests began while another was under way; ' ||
    'at least 1 must',
    c.word, coalesce(sum(t.start_us < t.busy_until_us), 0), count(*)) AS reason,
  'test:' || t.test_id || ' ' || group_concat('connection:' || t.connection_id, ' ') AS proof
FROM judged j
  JOIN (SELECT test_id,
  min(word) AS word FROM claim WHERE claim = 'concurrent' GROUP BY test_id) c USING (test_id)
  JOIN turn t USING (test_id)
WHERE j.expectation = 'real'
GROUP BY t.test_id, c.word
HAVING count(*) >= 2
ORDER BY test_id;
