/*
title: The process waited for something while the test ran
origin: 18
needs: [sockets]
reads: [judged, test_sample]
weight: { real: 0.3, fake: -2 }
why: >
  Who asks another machine waits for the answer, and each wait is a voluntary context switch. Sleeping and
  reading files are waits too, so that there were some says little; that there was none says more.
mistaken_when:
  - The samples count another process than the one that runs the tests.
*/
SELECT
  s.test_id,
  iif(max(s.voluntary_switches) > 0, 'real', 'fake') AS says,
  format(
    'the process waited %d time%s between the samples around the test; a network call waits at least once',
    max(s.voluntary_switches), iif(max(s.voluntary_switches) = 1, '', 's')) AS reason,
  'test:' || s.test_id AS proof
FROM judged j JOIN test_sample s USING (test_id)
WHERE s.voluntary_switches >= 0
GROUP BY s.test_id
ORDER BY test_id;
