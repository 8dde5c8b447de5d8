/*
title: Repeated requests get responses of their own
origin: 8
reads: [judged, test_exchange]
parameters:
  least_responses: 3
weight: { real: 1, fake: -3 }
why: >
  A front end gives each response an identifier of its own. Three responses with one identifier are one
  recorded response, played three times. Bodies may well be alike and count only where they differ.
mistaken_when:
  - The client sends an identifier that the server returns, the same with every request.
*/
WITH repeated AS (
  SELECT
    test_id, witness, method, path, count(*) AS responses, count(DISTINCT request_id) AS identifiers,
    count(request_id) AS identified, count(DISTINCT body_hash) AS bodies,
    group_concat('exchange:' || exchange_id, ' ') AS proof
  FROM test_exchange
  WHERE role = 'target' AND share = 1 AND phase <> 'teardown' AND status IS NOT NULL AND path IS NOT NULL
    AND coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0
  GROUP BY test_id, witness, method, path
  HAVING count(*) >= :least_responses
), judgement AS (
  SELECT
    test_id,
    max(iif(identified > 0 OR bodies > 0, responses, 0)) AS responses,
    max(identifiers) AS identifiers,
    max(bodies) AS bodies,
    max(identifiers = identified AND identified >= :least_responses OR bodies > 1) AS vary,
    max(identifiers = 1 AND identified >= :least_responses) AS repeats,
    group_concat(proof, ' ') AS proof
  FROM repeated GROUP BY test_id
)
SELECT
  test_id,
  iif(r.repeats = 1, 'fake', 'real') AS says,
  CASE
    WHEN r.repeats = 1 THEN format('%d responses to one request carry 1 identifier between them', r.responses)
    ELSE format(
      '%d responses to one request carry %d identifiers and %d different bodies, more than 1', r.responses,
      r.identifiers, r.bodies)
  END AS reason,
  'test:' || test_id || ' ' || r.proof AS proof
FROM judged j JOIN judgement r USING (test_id)
WHERE j.expectation = 'real' AND (r.repeats = 1 OR r.vary = 1)
ORDER BY test_id;
