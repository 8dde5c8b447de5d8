/*
title: No bytes passed any network interface while the test ran
needs: [sockets]
reads: [judged, test_sample]
parameters:
  exchange_bytes: 100   # a request and an answer with their headers take more
weight: { real: 0, fake: -7.5 }
why: >
  The counters of the machine's interfaces include everybody's traffic. Where they stand still from before
  the test began until after it ended, the test cannot have talked to another machine.
mistaken_when:
  - The samples are taken in another network namespace than the tests run in.
*/
SELECT
  s.test_id,
  'fake' AS says,
  format(
    '%d bytes passed the network interfaces in the %.1f ms around the test; a request and its answer ' ||
    'take more than %d',
    max(s.network_bytes), max(s.span_us) / 1000.0, :exchange_bytes) AS reason,
  'test:' || s.test_id AS proof
FROM judged j JOIN test_sample s USING (test_id)
WHERE j.expectation = 'real'
GROUP BY s.test_id
HAVING count(s.network_bytes) = count(*) AND max(s.network_bytes) BETWEEN 0 AND :exchange_bytes
ORDER BY test_id;
