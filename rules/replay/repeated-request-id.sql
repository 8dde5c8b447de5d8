/*
title: The responses repeat the request identifiers of earlier ones
reads: [judged, test_exchange, contact]
parameters:
  least_gap_us: 1500000   # the same exchange in two recordings is no repetition; and Date counts seconds
  turns_per_exchange: 2   # HTTP/2 takes a turn or two more than it has requests
weight: { real: 0, fake: -8 }
why: >
  A front end gives each response an identifier of its own. A response that has the identifier of an earlier
  one is that one, played again. Identifiers that a client may choose and a server returns (X-Request-Id,
  trace contexts) count only where the Date is repeated too.
mistaken_when:
  - A cache answered and does not say so.
  - A service passes on the headers of another one's answer that it keeps.
*/
WITH response AS MATERIALIZED (
  SELECT DISTINCT
    exchange_id, witness, host, request_id, coalesce(start_us, end_us) AS at_us,
    CASE
      WHEN substr(request_id, 1, instr(request_id, ':')) IN (
        'cf-ray:', 'x-amz-cf-id:', 'x-amz-apigw-id:', 'x-azure-ref:', 'x-vercel-id:', 'x-nf-request-id:',
        'fly-request-id:', 'x-fastly-request-id:', 'x-akamai-request-id:') THEN ''
      WHEN instr(lower(response_headers), '"date","') > 0
      THEN substr(response_headers, instr(lower(response_headers), '"date","') + 8, 29)
    END AS date
  FROM test_exchange
  WHERE role = 'target' AND witness <> 'log' AND status IS NOT NULL AND request_id IS NOT NULL
    AND coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0
    AND coalesce(response_headers, '') NOT LIKE '%"age",%'
    AND coalesce(response_headers, '') NOT LIKE '%cache%hit%'
), family AS (
  SELECT witness, host, request_id, date, min(at_us) AS first_us
  FROM response WHERE date IS NOT NULL
  GROUP BY witness, host, request_id, date HAVING count(*) > 1
), repeated AS MATERIALIZED (
  SELECT r.exchange_id, r.request_id, r.at_us - f.first_us AS later_us
  FROM family f JOIN response r ON r.witness = f.witness AND r.host IS f.host
    AND r.request_id = f.request_id AND r.date = f.date
), told AS (
  SELECT
    e.test_id, count(*) AS responses, sum(r.exchange_id IS NULL) AS others,
    sum(r.later_us >= :least_gap_us) AS repeats, max(r.later_us) AS later_us,
    min(iif(r.later_us >= :least_gap_us, r.request_id, NULL)) AS request_id,
    group_concat(iif(r.later_us >= :least_gap_us, 'exchange:' || e.exchange_id, NULL), ' ') AS proof
  FROM test_exchange e LEFT JOIN repeated r USING (exchange_id)
  WHERE e.role = 'target' AND e.witness <> 'log' AND e.share = 1 AND e.phase <> 'teardown'
    AND e.status IS NOT NULL AND EXISTS (SELECT 1 FROM repeated)
  GROUP BY e.test_id HAVING sum(r.later_us >= :least_gap_us) > 0
), turns AS (
  SELECT test_id, sum(answered_requests) AS answers
  FROM contact
  WHERE role = 'target' AND phase <> 'teardown' AND answered_requests > 0
  GROUP BY test_id
), judgement AS (
  SELECT
    j.test_id, t.*, coalesce(a.answers, 0) AS answers,
    coalesce(a.answers, 0) > :turns_per_exchange * t.responses AS more
  FROM told t CROSS JOIN judged j USING (test_id) LEFT JOIN turns a USING (test_id)
  WHERE j.expectation = 'real'
)
SELECT
  test_id,
  iif(others = 0 AND more = 0, 'fake', 'skip') AS says,
  CASE
    WHEN others > 0 THEN format(
      '%d of %d responses repeat%s an identifier (''%s''), and %d do not; all of them would tell',
      repeats, responses, iif(repeats = 1, 's', ''), request_id, others)
    WHEN more = 1 THEN format(
      '%d response%s an identifier (''%s''), but packets show %d answers of the target, more than %d; a ' ||
      'HAR file of all clients would tell',
      repeats, iif(repeats = 1, ' repeats', 's repeat'), request_id, answers,
      CAST(:turns_per_exchange * responses AS INTEGER))
    ELSE format(
      '%d of %d response%s %s ''%s'' of a response %.1f s before; 0 should', repeats, responses,
      iif(responses = 1, '', 's'), iif(repeats = 1, 'repeats', 'repeat'), request_id, later_us / 1e6)
  END AS reason,
  'test:' || test_id || ' ' || proof AS proof
FROM judgement
ORDER BY test_id;
