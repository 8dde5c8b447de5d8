/*
title: The test talked to this machine and not to the target
needs: [packets]
reads: [judged, contact]
weight: { real: 0, fake: -9 }
why: >
  A stub server on 127.0.0.1 answers whatever it was told to. The capture covers the window, and no packet
  left for the target.
mistaken_when:
  - The loopback address is that of a proxy that forwards to the target by a way the capture does not see.
  - The suite means a service on this machine; declare it with the expectation 'loopback'.
*/
WITH touch AS (
  SELECT
    test_id,
    sum(role IN ('target', 'unidentified')) AS remote,
    sum(role = 'loopback' AND share = 1) AS loopback,
    min(iif(role = 'loopback'
      AND share = 1, format('%s port %d', server_address, server_port), NULL)) AS address,
    group_concat(iif(role = 'loopback' AND share = 1, 'connection:' || connection_id, NULL), ' ') AS proof
  FROM contact
  WHERE phase <> 'teardown' AND (is_opened = 1 OR requests > 0 OR pushes > 0)
  GROUP BY test_id
)
SELECT
  test_id,
  'fake' AS says,
  format(
    '%d connection%s with this machine (%s) and 0 with the target, in a window that the capture covers',
    t.loopback, iif(t.loopback = 1, '', 's'), coalesce(t.address, 'loopback')) AS reason,
  'test:' || test_id || coalesce(' ' || t.proof, '') AS proof
FROM judged j JOIN touch t USING (test_id)
WHERE j.expectation = 'real' AND j.is_covered = 1 AND t.remote = 0 AND t.loopback > 0
ORDER BY test_id;
