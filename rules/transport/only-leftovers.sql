/*
title: All that came from the target was the rest of an earlier test's answer
needs: [packets]
reads: [judged, contact]
weight: { real: 0, fake: -8 }
why: >
  An earlier test opened a connection in its body, asked, and ended without reading to the end. What the
  server goes on sending falls into the windows of the tests after it, and none of them asked for it. The
  capture covers the window.
mistaken_when:
  - The earlier test leaves its open connection to this one, and this one reads from it.
*/
WITH touch AS (
  SELECT
    test_id,
    sum(role IN ('target', 'unidentified') AND is_leftover = 1) AS leftovers,
    sum(role IN ('target', 'unidentified') AND coalesce(is_leftover, 0) = 0) AS others,
    sum(iif(is_leftover = 1, server_bytes, 0)) AS bytes,
    group_concat(iif(is_leftover = 1, 'connection:' || connection_id, NULL), ' ') AS proof
  FROM contact
  WHERE phase <> 'teardown' AND (is_opened = 1 OR requests > 0 OR pushes > 0)
  GROUP BY test_id
)
SELECT
  test_id,
  iif(t.others = 0, 'fake', 'skip') AS says,
  format(
    '%d bytes came on %d connection%s that an earlier test opened and asked on, and %d connection%s with the ' ||
    'target %s besides; at least 1 is needed',
    t.bytes, t.leftovers, iif(t.leftovers = 1, '', 's'), t.others, iif(t.others = 1, '', 's'),
    iif(t.others = 1, 'is there', 'are there')) AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN touch t USING (test_id)
WHERE j.expectation = 'real' AND j.is_covered = 1 AND t.leftovers > 0
ORDER BY test_id;
