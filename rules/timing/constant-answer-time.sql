/*
title: The answers take a round time that hardly varies
needs: [packets]
reads: [judged, test_burst, contact]
parameters:
  least_answers: 5
  step_us: 10000          # round is a multiple of this,
  above_us: 1500          # or at most this much more,
  least_us: 50000         # and not shorter than this
  spread_us: 300
  spread_part: 0.02
  part_of_answer: 0.1     # a round trip longer than this part of the answer's time may itself be the constant
weight: { real: 0, fake: -3 }
why: >
  A server's work and the way to it take a different time for each request. A delay that somebody set for a
  stub is a round number of milliseconds, and the same each time.
mistaken_when:
  - The target itself waits a fixed time, to blunt guessing or to limit the rate.
  - The network is an emulated one, in which a delay is set.
*/
WITH answer AS MATERIALIZED (
  SELECT
    test_id, count(*) AS answers, min(first_byte_us) AS least, max(first_byte_us) AS most
  FROM test_burst
  WHERE role IN ('target', 'loopback') AND share = 1 AND phase <> 'teardown' AND first_byte_us IS NOT NULL
  GROUP BY test_id
  HAVING count(*) >= :least_answers AND min(first_byte_us) >= :least_us
    AND max(first_byte_us) - min(first_byte_us) <= min(:spread_us, :spread_part * min(first_byte_us))
    AND max(first_byte_us) % CAST(:step_us AS INTEGER) <= :above_us
    AND max(first_byte_us) % CAST(:step_us AS INTEGER) >= max(first_byte_us) - min(first_byte_us)
), way AS (
  SELECT
    c.test_id, max(c.rtt_us) AS rtt_us, count(*) - count(c.rtt_us) AS unknown,
    group_concat('connection:' || c.connection_id, ' ') AS proof
  FROM answer a JOIN contact c USING (test_id)
  WHERE c.role IN ('target', 'loopback') AND c.share = 1 AND c.phase <> 'teardown'
    AND c.answered_requests > 0
  GROUP BY c.test_id
)
SELECT
  test_id,
  iif(w.unknown = 0 AND w.rtt_us <= :part_of_answer * a.least, 'fake', 'skip') AS says,
  CASE
    WHEN w.unknown > 0 THEN format(
      '%d answers took from %.1f ms to %.1f ms; a capture with the connections'' beginning would tell ' ||
      'whether the way takes as long', a.answers, a.least / 1000.0, a.most / 1000.0)
    WHEN w.rtt_us > :part_of_answer * a.least THEN format(
      '%d answers took from %.1f ms to %.1f ms, of which the way took up to %.1f ms, more than %.1f ms: a ' ||
      'nearer capture would tell',
      a.answers, a.least / 1000.0, a.most / 1000.0, w.rtt_us / 1000.0, :part_of_answer * a.least / 1000.0)
    ELSE format(
      '%d answers, at least %d are needed, took from %.1f ms to %.1f ms: they differ by %.2f ms, at most ' ||
      '%.2f ms, and are within %.1f ms above a multiple of %.0f ms',
      a.answers, CAST(:least_answers AS INTEGER), a.least / 1000.0, a.most / 1000.0,
      (a.most - a.least) / 1000.0,
      min(:spread_us, :spread_part * a.least) / 1000.0, :above_us / 1000.0, :step_us / 1000.0)
  END AS reason,
  'test:' || test_id || ' ' || w.proof AS proof
FROM answer a JOIN judged j USING (test_id) JOIN way w USING (test_id)
WHERE j.expectation = 'real'
ORDER BY test_id;
