/*
title: The target answered somebody while this and other tests ran
needs: [packets]
reads: [judged, contact]
parameters:
  least_share: 0.5   # below it the traffic is rather another test's
weight: { real: 1, fake: 0 }
why: >
  The windows of several tests hold the same traffic with the target, and it is not certain whose it is. It
  makes the likeliest of them a little likelier to be real.
mistaken_when:
  - The test that runs beside it does all the talking.
*/
WITH talk AS (
  SELECT
    test_id, sum(share < 1) AS shared, sum(share = 1) AS own, max(share) AS share,
    group_concat('connection:' || connection_id, ' ') AS proof
  FROM contact
  WHERE role = 'target' AND phase <> 'teardown' AND answered_requests > 0
  GROUP BY test_id
)
SELECT
  test_id,
  'real' AS says,
  format(
    '%d connection%s with the target in the test''s window, of which it has a share of %.2f at most; ' ||
    '1.00 would be its own',
    t.shared, iif(t.shared = 1, '', 's'), t.share) AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM judged j JOIN talk t USING (test_id)
WHERE t.own = 0 AND t.shared > 0 AND t.share >= :least_share
ORDER BY test_id;
