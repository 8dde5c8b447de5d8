/*
title: The process took more memory while the test ran
origin: 16
needs: [sockets]
reads: [judged, test_sample]
parameters:
  growth_bytes: 102400
weight: { real: 0.1, fake: 0 }
why: >
  Clients, buffers and TLS sessions take memory. So does everything else: it says next to nothing, and is
  kept for those who want to see it.
mistaken_when:
  - Anything else takes memory.
*/
SELECT
  s.test_id,
  'real' AS says,
  format(
    'resident memory grew by %d KiB, more than %d KiB', max(s.resident_growth_bytes) / 1024,
    CAST(:growth_bytes AS INTEGER) / 1024) AS reason,
  'test:' || s.test_id AS proof
FROM judged j JOIN test_sample s USING (test_id)
GROUP BY s.test_id
HAVING max(s.resident_growth_bytes) > :growth_bytes
ORDER BY test_id;
