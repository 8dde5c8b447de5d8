/*
title: No connection to the target while the test ran
needs: [packets]
reads: [judged, contact, test_lookup, test_exchange, test_burst]
parameters:
  apart_us: 2000   # how far the client's word and the packets may be apart
weight: { real: 0, fake: -8.5 }
why: >
  The capture covers the test's whole window without loss. A test cannot exercise a target to which not one
  packet went. This is sound in parallel runs too: what nobody did in the window, this test did not do. Where
  other workers are taken to have done it, the test's own client must not have heard the answer at that moment.
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
), answer AS MATERIALIZED (
  SELECT stop_us AS at_us FROM test_burst WHERE role = 'target' AND server_bytes > 0
  UNION
  SELECT start_us + first_byte_us FROM test_burst
  WHERE role = 'target' AND server_bytes > 0 AND first_byte_us IS NOT NULL
), slot AS MATERIALIZED (
  -- An equality to join by: comparing each answer with each exchange would take the square of the run.
  SELECT at_us, CAST(at_us / (:apart_us + 1) + column1 AS INTEGER) AS number FROM answer, (VALUES (-1), (0), (1))
), told AS (
  -- In a parallel run: what the test's own client heard when an answer of the target came.
  SELECT DISTINCT e.test_id
  FROM test_exchange e JOIN judged j USING (test_id)
    JOIN slot s ON s.number = CAST(e.end_us / (:apart_us + 1) AS INTEGER) AND abs(s.at_us - e.end_us) <= :apart_us
  WHERE j.overlap_count > 0 AND e.role = 'target' AND e.witness IN ('har', 'log') AND e.share = 1
), pinged AS (
  SELECT test_id, sum(keep_alives) AS pings
  FROM contact WHERE role = 'target' AND keep_alives > 0 GROUP BY test_id
), asked AS (
  SELECT test_id, count(*) AS lookups
  FROM test_lookup WHERE is_target = 1 AND share = 1 AND phase <> 'teardown'
  GROUP BY test_id
), seen AS (
  SELECT
    j.test_id, j.overlap_count, h.test_id IS NOT NULL AS heard,
    coalesce(t.own, 0) + iif(j.expectation = 'loopback', coalesce(t.own_loopback, 0), 0) AS own,
    coalesce(t.shared, 0) + iif(j.expectation = 'loopback', coalesce(t.shared_loopback, 0), 0) AS shared,
    coalesce(t.unidentified, 0) AS unidentified, t.address, coalesce(a.lookups, 0) AS lookups,
    coalesce(p.pings, 0) AS pings, t.proof
  FROM judged j LEFT JOIN touch t USING (test_id) LEFT JOIN asked a USING (test_id)
    LEFT JOIN pinged p USING (test_id) LEFT JOIN told h USING (test_id)
  WHERE j.is_covered = 1
)
SELECT
  test_id,
  iif(shared > 0 OR unidentified > 0 OR heard, 'skip', 'fake') AS says,
  CASE
    WHEN shared > 0 THEN format(
      '%d connection%s with the target may be this test''s or another''s: run it alone, or tie traffic ' ||
      'to tests',
      shared, iif(shared = 1, '', 's'))
    WHEN unidentified > 0 THEN format(
      '%d connection%s went to addresses without a known name, %s the first: declare it as a target, or ' ||
      'as a host to ignore',
      unidentified, iif(unidentified = 1, '', 's'), coalesce(address, 'an unknown one'))
    WHEN heard THEN
      'the client tells of an answer in the moment in which the target sent one, on a connection that may be ' ||
      'another worker''s: run it alone, or tie traffic to tests'
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
