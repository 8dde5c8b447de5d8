/*
title: The test's processes sent to the target and received from it
needs: [sockets]
reads: [judged, contact, run]
weight: { real: 7, fake: 0 }
why: >
  In a run without a capture, the kernel still told a tracer of every call that the test's processes made on
  sockets. Bytes that a process sent to an address of the target in the test's own body, and bytes that the
  kernel gave back from there, are no client's word. That no call was seen proves nothing: calls can be made
  by ways that are not traced.
mistaken_when:
  - The calls belong to something else in the traced processes, such as telemetry of a library.
  - The answer has nothing to do with what the test claims; the group 'intent' looks for that.
*/
SELECT
  c.test_id,
  'real' AS says,
  format(
    '%s answered %d request%s in the test''s body, by its processes'' socket calls: %d bytes went there and %d ' ||
    'came back, at least 1 each way is needed',
    coalesce(min(coalesce(c.host, c.server_address)), 'the target'), sum(c.answered_requests),
    iif(sum(c.answered_requests) = 1, '', 's'), sum(c.client_bytes), sum(c.server_bytes)) AS reason,
  'test:' || c.test_id || ' ' || group_concat('connection:' || c.connection_id, ' ') AS proof
FROM judged j JOIN contact c USING (test_id) JOIN run r USING (run_id)
WHERE r.has_packets = 0
  AND (c.role = 'target' OR (c.role = 'loopback' AND j.expectation = 'loopback'))
  AND c.share = 1 AND c.phase IN ('call', 'unknown') AND c.answered_requests > 0
GROUP BY c.test_id
ORDER BY test_id;
