/*
title: The target's name was looked up and has an address
origin: 1
needs: [packets]
reads: [judged, test_lookup]
weight: { real: 0.5, fake: 0 }
why: >
  Who connects to a name must look it up, unless the answer is still remembered. A lookup costs nothing,
  though, and shows little by itself; that there is none shows nothing.
mistaken_when:
  - The test looks the name up for show.
*/
SELECT
  l.test_id,
  'real' AS says,
  format(
    '%d lookup%s of %s answered with an address, at least 1 is needed', count(*), iif(count(*) = 1, '', 's'),
    min(l.name)) AS reason,
  'test:' || l.test_id || ' ' || group_concat('lookup:' || l.lookup_id, ' ') AS proof
FROM judged j JOIN test_lookup l USING (test_id)
WHERE j.expectation = 'real' AND l.is_target = 1 AND l.share = 1 AND l.phase <> 'teardown'
  AND l.answer = 'address'
GROUP BY l.test_id
ORDER BY test_id;
