/*
title: The recording admits that no server answered
reads: [judged, test_exchange, test_log_line, contact]
weight: { real: 0, fake: -7.5 }
why: >
  Playwright marks the requests that the test answered itself, and vcrpy logs that a cassette played a
  response. A caches' answer is left aside: a browser's cache may hold what the target said a moment ago.
mistaken_when:
  - Requests of another client reach the target, and neither a HAR file nor a capture shows them.
*/
WITH told AS (
  SELECT
    test_id,
    sum(witness = 'har' AND is_fulfilled_by_test = 1) AS admitted,
    sum(witness = 'har' AND coalesce(is_fulfilled_by_test, 0) = 0
      AND coalesce(is_from_cache, 0) = 0) AS others,
    min(iif(is_fulfilled_by_test = 1, host, NULL)) AS host,
    group_concat(iif(is_fulfilled_by_test = 1, 'exchange:' || exchange_id, NULL), ' ') AS proof
  FROM test_exchange
  WHERE role = 'target' AND share = 1 AND phase <> 'teardown'
  GROUP BY test_id
), played AS (
  SELECT test_id, count(*) AS lines, group_concat('log-line:' || log_line_id, ' ') AS proof
  FROM test_log_line
  WHERE claim = 'replayed' AND coalesce(role, 'target') = 'target' AND share = 1 AND phase <> 'teardown'
  GROUP BY test_id
), answered AS (
  SELECT test_id, sum(answered_requests) AS answers
  FROM contact WHERE role = 'target' AND answered_requests > 0
  GROUP BY test_id
), known AS (
  SELECT
    j.test_id, coalesce(t.admitted, 0) AS fulfilled, coalesce(p.lines, 0) AS lines,
    coalesce(t.admitted, 0) + coalesce(p.lines, 0) AS played, coalesce(t.others, 0) AS others,
    coalesce(a.answers, 0) AS answers, coalesce(' ' || t.proof, '') || coalesce(' ' || p.proof, '') AS proof
  FROM judged j LEFT JOIN told t USING (test_id) LEFT JOIN played p USING (test_id)
    LEFT JOIN answered a USING (test_id)
  WHERE j.expectation = 'real' AND (t.admitted > 0 OR p.lines > 0)
)
SELECT
  test_id,
  iif(others > 0 OR answers > 0, 'skip', 'fake') AS says,
  CASE
    WHEN answers > 0 THEN format(
      '%d response%s came from the test or a cassette, but packets show %d answer%s of the target',
      played, iif(played = 1, '', 's'), answers, iif(answers = 1, '', 's'))
    WHEN others > 0 THEN format(
      '%d response%s came from the test or a cassette, and %d did not: a packet capture would show what ' ||
      'is behind those',
      played, iif(played = 1, '', 's'), others)
    ELSE format(
      '%d response%s came from the test itself and %d from a cassette, and 0 from the target; ' ||
      'at least 1 is needed',
      fulfilled, iif(fulfilled = 1, '', 's'), lines)
  END AS reason,
  'test:' || test_id || proof AS proof
FROM known
ORDER BY test_id;
