/*
title: The test was over before one round trip to the target could have been
reads: [judged, run]
parameters:
  part_of_round_trip: 0.9          # clocks and paths vary a little
  part_of_probed_round_trip: 0.5   # and a probe may have been made elsewhere or at another time
weight: { real: 0, fake: -8.3 }
why: >
  The capture shows how long the quickest round trip to any target took in this run; where it shows none to a
  target, its newest probe does. No answer can come back sooner, whoever asks; so a test that lasted less has
  had none. This holds whatever the windows are.
mistaken_when:
  - A proxy or cache near the client answered the measured handshakes later than it answered this test.
  - The target was probed from a place that is much farther from it than the one in which the tests ran.
  - A fixture of the whole session made the call in an earlier test.
*/
SELECT
  j.test_id,
  'fake' AS says,
  format(
    'setup and body lasted at most %.2f ms; the quickest round trip to a target %s took %.1f ms',
    coalesce(j.setup_most_us + j.call_most_us, j.total_most_us) / 1000.0,
    iif(r.is_rtt_probed = 1, 'when it was probed', 'in this run'), r.rtt_us / 1000.0) AS reason,
  'test:' || j.test_id AS proof
FROM judged j JOIN run r USING (run_id)
WHERE j.expectation = 'real'
  AND coalesce(j.setup_most_us + j.call_most_us, j.total_most_us)
    < iif(r.is_rtt_probed = 1, :part_of_probed_round_trip, :part_of_round_trip) * r.rtt_us
ORDER BY test_id;
