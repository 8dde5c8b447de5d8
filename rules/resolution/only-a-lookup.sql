/*
title: The target's name was looked up and nobody connected to it
needs: [packets]
reads: [judged, contact, test_lookup]
weight: { real: 0, fake: -7.5 }
why: >
  A lookup asks a name server and not the target. The capture covers the window, and no connection followed.
mistaken_when:
  - The test is about the name itself, and the connection is not its business.
*/
WITH touch AS (
  SELECT test_id, count(*) AS connections
  FROM contact
  WHERE role IN ('target', 'unidentified') AND phase <> 'teardown'
    AND (is_opened = 1 OR requests > 0 OR pushes > 0)
  GROUP BY test_id
)
SELECT
  l.test_id,
  'fake' AS says,
  format(
    '%d lookup%s of %s and 0 connections with it, in a window that the capture covers; at least 1 is needed',
    count(*), iif(count(*) = 1, '', 's'), min(l.name)) AS reason,
  'test:' || l.test_id || ' ' || group_concat('lookup:' || l.lookup_id, ' ') AS proof
FROM judged j JOIN test_lookup l USING (test_id) LEFT JOIN touch t USING (test_id)
WHERE j.expectation = 'real' AND j.is_covered = 1 AND t.test_id IS NULL
  AND l.is_target = 1 AND l.share = 1 AND l.phase <> 'teardown'
GROUP BY l.test_id
ORDER BY test_id;
