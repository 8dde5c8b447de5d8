/*
title: The server names itself as it does in the rest of the run
origin: 14
needs: [packets]
reads: [judged, test_exchange]
parameters:
  least_exchanges: 5   # of the host in the run, or its usual name is not known
  usual_share: 0.8
weight: { real: 0.5, fake: -1 }
why: >
  One host has one front end, which signs its responses. A response with another signature may come from
  something else that stands in for it.
mistaken_when:
  - Several servers answer for the host, or error pages come from another layer.
*/
WITH exchange AS (
  SELECT DISTINCT exchange_id, host, server
  FROM test_exchange
  WHERE witness = 'packets' AND role = 'target' AND host IS NOT NULL AND server IS NOT NULL
), counted AS (
  SELECT
    host, server, count(*) AS number, sum(count(*)) OVER (PARTITION BY host) AS total,
    row_number() OVER (PARTITION BY host ORDER BY count(*) DESC, server) AS rank
  FROM exchange GROUP BY host, server
), usual AS (
  SELECT host, server, number, total FROM counted
  WHERE rank = 1 AND total >= :least_exchanges AND number >= :usual_share * total
)
SELECT
  e.test_id,
  iif(sum(e.server = u.server) > 0, 'real', 'fake') AS says,
  format(
    '%d of the test''s %d response%s from %s say ''%s'', as %d of %d in the run do; at least 1 must',
    sum(e.server = u.server), count(*), iif(count(*) = 1, '', 's'), min(e.host), min(u.server), min(u.number),
    min(u.total)) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN test_exchange e USING (test_id) JOIN usual u USING (host)
WHERE j.expectation = 'real' AND e.role = 'target' AND e.share = 1 AND e.phase <> 'teardown'
  AND e.server IS NOT NULL
GROUP BY e.test_id
ORDER BY test_id;
