/*
title: The target's name leads to this machine
needs: [packets]
reads: [judged, contact, test_lookup, test_handshake, target]
weight: { real: 0, fake: -8 }
why: >
  A hosts file, a patched resolver or a name server of the test's own can send the target's name to a stub
  on loopback. The client says the target's name, and this machine answers to it.
mistaken_when:
  - A proxy on this machine forwards to the target by a way that the capture does not see.
*/
WITH touch AS (
  SELECT test_id, count(*) AS connections
  FROM contact
  WHERE role = 'target' AND phase <> 'teardown' AND (is_opened = 1 OR requests > 0 OR pushes > 0)
  GROUP BY test_id
), overridden AS (
  SELECT test_id, name, 1 AS is_lookup, 'lookup:' || lookup_id AS proof
  FROM test_lookup WHERE is_target = 1 AND answer = 'loopback' AND share = 1 AND phase <> 'teardown'
  UNION ALL
  SELECT test_id, server_name, 0, 'connection:' || connection_id
  FROM test_handshake WHERE is_target_name = 1 AND is_loopback = 1 AND share = 1 AND phase <> 'teardown'
)
SELECT
  o.test_id,
  'fake' AS says,
  format(
    '%d lookup%s answered and %d TLS handshake%s made for %s with an address of this machine, and 0 ' ||
    'connections with the target',
    sum(o.is_lookup), iif(sum(o.is_lookup) = 1, '', 's'), sum(1 - o.is_lookup),
    iif(sum(1 - o.is_lookup) = 1, '', 's'),
    coalesce(min(o.name), 'the target')) AS reason,
  'test:' || o.test_id || ' ' || group_concat(o.proof, ' ') AS proof
FROM judged j JOIN overridden o USING (test_id) LEFT JOIN touch t USING (test_id)
WHERE j.expectation = 'real' AND t.test_id IS NULL
  AND j.run_id NOT IN (SELECT run_id FROM target WHERE is_loopback = 1)
GROUP BY o.test_id
ORDER BY test_id;
