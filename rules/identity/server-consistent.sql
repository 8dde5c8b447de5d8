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
  something else that stands in for it. What stands before the first space, slash or hyphen is compared: versions
  differ, and some servers name the protocol too (hypercorn-h11, hypercorn-h2).
mistaken_when:
  - Several servers answer for the host, or error pages come from another layer.
*/
WITH exchange AS (
  SELECT
    test_id, exchange_id, witness, phase, share, host,
    substr(server, 1, instr(replace(replace(server, ' ', '/'), '-', '/') || '/', '/') - 1) AS product
  FROM test_exchange
  WHERE role = 'target' AND host IS NOT NULL AND server IS NOT NULL
), counted AS (
  SELECT
    host, product, count(DISTINCT exchange_id) AS number,
    sum(count(DISTINCT exchange_id)) OVER (PARTITION BY host) AS total,
    row_number() OVER (PARTITION BY host ORDER BY count(DISTINCT exchange_id) DESC, product) AS rank
  FROM exchange WHERE witness = 'packets' GROUP BY host, product
), usual AS (
  SELECT host, product, number, total FROM counted
  WHERE rank = 1 AND total >= :least_exchanges AND number >= :usual_share * total
)
SELECT
  e.test_id,
  iif(sum(e.product = u.product) > 0, 'real', 'fake') AS says,
  format(
    '%d of the test''s %d response%s from %s say ''%s'', as %d of %d in the run do; at least 1 must',
    sum(e.product = u.product), count(*), iif(count(*) = 1, '', 's'), min(e.host), min(u.product), min(u.number),
    min(u.total)) AS reason,
  'test:' || e.test_id || ' ' || group_concat('exchange:' || e.exchange_id, ' ') AS proof
FROM judged j JOIN exchange e USING (test_id) JOIN usual u USING (host)
WHERE j.expectation = 'real' AND e.share = 1 AND e.phase <> 'teardown'
GROUP BY e.test_id
ORDER BY test_id;
