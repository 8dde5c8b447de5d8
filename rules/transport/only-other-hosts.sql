/*
title: The test talked to hosts that are no target, and to no target
needs: [packets]
reads: [judged, contact]
weight: { real: 0, fake: -9 }
why: >
  Traffic with an unrelated host, such as telemetry, makes a test look alive. The capture covers the window,
  and no packet went to the target.
mistaken_when:
  - The other host is one of the target's names that was not declared.
*/
WITH touch AS (
  SELECT
    test_id,
    sum(role IN ('target', 'unidentified')) AS wanted,
    sum(role IN ('other', 'ignored') AND share = 1) AS others,
    min(iif(role IN ('other', 'ignored') AND share = 1, coalesce(host, server_address), NULL)) AS host,
    group_concat(iif(role IN ('other', 'ignored')
      AND share = 1, 'connection:' || connection_id, NULL), ' ') AS proof
  FROM contact
  WHERE phase <> 'teardown' AND (is_opened = 1 OR requests > 0 OR pushes > 0)
  GROUP BY test_id
)
SELECT
  test_id,
  'fake' AS says,
  format(
    '%d connection%s with hosts that are no target (%s the first) and 0 with the target, in a window ' ||
    'that the capture covers',
    t.others, iif(t.others = 1, '', 's'), coalesce(t.host, 'without a name')) AS reason,
  'test:' || test_id || coalesce(' ' || t.proof, '') AS proof
FROM judged j JOIN touch t USING (test_id)
WHERE j.expectation = 'real' AND j.is_covered = 1 AND t.wanted = 0 AND t.others > 0
ORDER BY test_id;
