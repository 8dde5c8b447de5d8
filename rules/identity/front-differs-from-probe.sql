/*
title: The server does not name itself as the target did when it was probed
needs: [packets]
reads: [judged, test_exchange, probed_target]
weight: { real: 0.5, fake: -1 }
why: >
  'assay probe' asked the target itself, and every answer had the same Server header. What calls itself
  otherwise, or nothing at all, may be something else that stands in for the target. Versions are left out
  of the comparison: servers are upgraded. Errors are left out too: another layer may send them.
mistaken_when:
  - The target was moved behind another front since it was probed.
  - Another path of the same host is served by another server.
*/
WITH answer AS (
  SELECT
    e.test_id, e.exchange_id, e.host, b.server AS probed, coalesce(e.server, 'nothing') AS said,
    lower(substr(b.server || '/', 1, instr(b.server || '/', '/') - 1))
      = lower(substr(e.server || '/', 1, instr(e.server || '/', '/') - 1)) AS is_same
  FROM test_exchange e JOIN probed_target b USING (host)
  WHERE e.witness = 'packets' AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown'
    AND e.status BETWEEN 200 AND 399 AND e.response_headers IS NOT NULL AND b.server IS NOT NULL
)
SELECT
  test_id,
  iif(sum(coalesce(a.is_same, 0)) > 0, 'real', 'fake') AS says,
  format(
    '%d of %d response%s from %s say%s ''%s'', as the probe of the target did; at least 1 must%s',
    sum(coalesce(a.is_same, 0)), count(*), iif(count(*) = 1, '', 's'), min(a.host),
    iif(count(*) = 1, 's', ''), min(a.probed),
    iif(sum(coalesce(a.is_same, 0)) > 0, '', format(', and it is ''%s''', min(a.said)))) AS reason,
  'test:' || test_id || ' ' || group_concat('exchange:' || a.exchange_id, ' ') AS proof
FROM judged j JOIN answer a USING (test_id)
WHERE j.expectation = 'real'
GROUP BY test_id
ORDER BY test_id;
