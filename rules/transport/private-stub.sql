/*
title: A private address answered in the target's name, and elsewhere a public one
needs: [packets]
reads: [judged, contact]
weight: { real: 0, fake: -5 }
why: >
  In the same run the name was reached at an address of the public network, on the same port. An address for
  private use (RFC 1918, RFC 4193) that answers under that name is a stand-in: a container, an entry in a
  hosts file.
mistaken_when:
  - The machine joined or left a private network during the run, in which the target has another address.
  - The name has private and public addresses side by side.
  - A proxy at a private address listens on the target's own port.
*/
WITH private AS MATERIALIZED (
  SELECT test_id, connection_id, host, server_port, server_address, share, answered_requests
  FROM contact
  WHERE role = 'target' AND host IS NOT NULL AND host <> server_address AND is_established = 1
    AND phase <> 'teardown'
    AND (server_address GLOB '10.*' OR server_address GLOB '192.168.*' OR server_address GLOB '172.1[6-9].*'
      OR server_address GLOB '172.2[0-9].*' OR server_address GLOB '172.3[01].*'
      OR server_address GLOB 'f[cd][0-9a-f][0-9a-f]:*')
), name AS MATERIALIZED (
  SELECT DISTINCT host, server_port FROM private
), public AS MATERIALIZED (
  SELECT c.test_id, c.host, c.server_port, c.server_address
  FROM contact c JOIN name n USING (host, server_port)
  WHERE c.role = 'target' AND c.is_established = 1 AND c.phase <> 'teardown'
    AND c.server_address NOT GLOB '100.*' AND c.server_address NOT GLOB '169.254.*'
    AND c.server_address NOT GLOB 'fe80:*'
    AND c.connection_id NOT IN (SELECT connection_id FROM private WHERE connection_id IS NOT NULL)
), elsewhere AS (
  SELECT host, server_port, min(server_address) AS address FROM public GROUP BY host, server_port
), own AS (
  SELECT test_id, count(*) AS contacts FROM public GROUP BY test_id
), told AS (
  SELECT
    p.test_id, sum(p.answered_requests) AS answers, count(*) AS private, min(p.host) AS host,
    min(p.server_address) AS private_address, min(n.address) AS public_address,
    coalesce(min(o.contacts), 0) AS public,
    group_concat('connection:' || p.connection_id, ' ') AS proof
  FROM private p JOIN elsewhere n USING (host, server_port) LEFT JOIN own o USING (test_id)
  WHERE p.share = 1
  GROUP BY p.test_id HAVING sum(p.answered_requests) > 0
)
SELECT
  test_id,
  iif(t.public = 0, 'fake', 'skip') AS says,
  CASE
    WHEN t.public = 0 THEN format(
      '%s answered %d request%s at the private address %s, and elsewhere in the run it is at the public %s',
      t.host, t.answers, iif(t.answers = 1, '', 's'), t.private_address, t.public_address)
    ELSE format(
      '%d of %d contacts with %s were at the private address %s, and elsewhere in the run it is at the ' ||
      'public %s; all of them would tell',
      t.private, t.private + t.public, t.host, t.private_address, t.public_address)
  END AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN told t USING (test_id)
WHERE j.expectation = 'real'
ORDER BY test_id;
