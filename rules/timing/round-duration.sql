/*
title: The body lasted a round time in which nothing was asked
needs: [packets]
reads: [judged, contact]
parameters:
  step_us: 50000          # round is a multiple of this,
  above_us: 1500          # or at most this much more,
  least_us: 100000        # and not shorter than this
  finest_us: 1000         # durations written more coarsely are round by themselves
weight: { real: 0, fake: -1 }
why: >
  A test that sleeps so as not to look too quick lasts a round number of milliseconds and a little more.
mistaken_when:
  - By chance, in about 3 of 100 tests.
  - The test waits for something to happen, and looks at it in a way that the capture does not see.
*/
WITH touched AS (
  SELECT DISTINCT test_id
  FROM contact
  WHERE role <> 'ignored' AND role <> 'resolver' AND (is_opened = 1 OR requests > 0 OR pushes > 0)
)
SELECT
  j.test_id,
  'fake' AS says,
  format(
    'the body lasted %.1f ms, at most %.1f ms above a multiple of %.0f ms, and 0 packets went anywhere',
    j.call_us / 1000.0, :above_us / 1000.0, :step_us / 1000.0) AS reason,
  'test:' || j.test_id AS proof
FROM judged j LEFT JOIN touched t USING (test_id)
WHERE j.expectation = 'real' AND j.is_covered = 1 AND t.test_id IS NULL AND j.call_us >= :least_us
  AND j.resolution_us <= :finest_us AND j.call_us % CAST(:step_us AS INTEGER) <= :above_us
ORDER BY test_id;
