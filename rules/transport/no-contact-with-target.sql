/*
title: No connection to the target while the test ran
needs: [packets]
reads: [judged, contact, test_lookup]
weight: { real: 0, fake: -8.5 }
why: >
  The capture covers the test's whole window without loss. A test cannot exercise a target to which not one
  packet went. This is sound in parallel runs too: what nobody did in the window, this test did not do.
mistaken_when:
  - The test reaches the target by a way that the capture does not see, such as a Unix socket or another
    machine.
  - The connection that matters was made in an earlier test's fixture, and this test looks only at its result.
*/
WITH touch AS (
  SELECT
    test_id,
    sum(role = 'target' AND share = 1) AS own,
    sum(role = 'target' AND share < 1) AS shared,
    sum(role = 'loopback' AND share = 1) AS own_loopback,
    sum(role = 'loopback' AND share < 1) AS shared_loopback,
    sum(role = 'unidentified') AS unidentified,
    min(iif(role = 'unidentified', server_address, NULL)) AS address,
    group_concat(iif(role IN ('target', 'unidentified'), 'connection:' || connection_id, NULL), ' ') AS proof
  FROM contact
  WHERE phase <> 'teardown' AND (is_opened = 1 OR requests > 0 OR pushes > 0)
  GROUP BY test_id
), pinged AS (
  SELECT test_id, sum(keep_alives) AS pings
  FROM contact WHERE role = 'target' AND keep_alives > 0 GROUP BY test_id
), asked AS (
  SELECT test_id, count(*) AS lookups
  FROM test_lookup WHERE is_target = 1 AND share = 1 AND phase <> 'teardown'
  GROUP BY test_id
), seen AS (
  SELECT
    j.test_id, j.overlap_count,
    coalesce(t.own, 0) + iif(j.expectation = 'loopback', coalesce(t.own_loopback, 0), 0) AS own,
    coalesce(t.shared, 0) + iif(j.expectation = 'loopback', coalesce(t.shared_loopback, 0), 0) AS shared,
    coalesce(t.unidentified, 0) AS unidentified, t.address, coalesce(a.lookups, 0) AS lookups,
    coalesce(p.pings, 0) AS pings, t.proof
  FROM judged j LEFT JOIN touch t USING (test_id) LEFT JOIN asked a USING (test_id)
    LEFT JOIN pinged p USING (test_id)
  WHERE j.is_covered = 1
)
SELECT
  test_id,
  iif(shared > 0 OR unidentified > 0, 'skip', 'fake') AS says,
  CASE
    WHEN shared > 0 THEN format(
      '%d connection%s with the target may be this test''s or another''s: run it alone, or tie traffic ' ||
      'to tests',
      shared, iif(shared = 1, '', 's'))
    WHEN unidentified > 0 THEN format(
      '%d connection%s went to addresses without a known name, %s the first: declare it as a target, or ' ||
      'as a host to ignore',
      unidentified, iif(unidentified = 1, '', 's'), coalesce(address, 'an unknown one'))
    WHEN pings > 0 THEN format(
      '0 requests went to the target while the test ran, in a window that the capture covers: %d turn%s of ' ||
      'equal size and at regular intervals are the pings of an open connection', pings, iif(pings = 1, '', 's'))
    ELSE '0 packets went to the target while the test ran, in a window that the capture covers; at least ' ||
    '1 is needed'
  END AS reason,
  'test:' || test_id || iif(shared > 0 OR unidentified > 0, coalesce(' ' || proof, ''), '') AS proof
FROM seen
WHERE own = 0 AND (shared > 0 OR unidentified > 0 OR lookups = 0)
ORDER BY test_id;
