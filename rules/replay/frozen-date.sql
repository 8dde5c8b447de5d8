/*
title: The responses repeat the Date of responses seconds before
reads: [judged, test_exchange, contact]
parameters:
  least_gap_us: 5000000
  turns_per_exchange: 2   # HTTP/2 takes a turn or two more than it has requests
weight: { real: 0, fake: -6 }
why: >
  A server with a clock writes the second of its answer into the header Date (RFC 9110, 6.6.1). Where the
  same second stands in responses that came seconds apart, the later ones were made before they were asked for.
mistaken_when:
  - A cache answered and does not say so, by the header Age or otherwise.
  - The target is a device without a running clock.
*/
WITH response AS MATERIALIZED (
  SELECT DISTINCT
    exchange_id, witness, host, coalesce(start_us, end_us) AS at_us,
    substr(response_headers, instr(lower(response_headers), '"date","') + 8, 29) AS date
  FROM test_exchange
  WHERE role = 'target' AND witness <> 'log' AND status IS NOT NULL AND status <> 304
    AND date_offset_us IS NOT NULL AND instr(lower(response_headers), '"date","') > 0
    AND coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0
    AND response_headers NOT LIKE '%"age",%' AND response_headers NOT LIKE '%cache%hit%'
), family AS (
  SELECT witness, host, date, min(at_us) AS first_us
  FROM response
  GROUP BY witness, host, date HAVING max(at_us) - min(at_us) >= :least_gap_us
), frozen AS MATERIALIZED (
  SELECT r.exchange_id, r.date, r.at_us - f.first_us AS later_us
  FROM family f JOIN response r ON r.witness = f.witness AND r.host IS f.host AND r.date = f.date
), told AS (
  SELECT
    e.test_id, count(*) AS responses, sum(r.exchange_id IS NULL) AS others,
    sum(r.later_us >= :least_gap_us) AS repeats, max(r.later_us) AS later_us,
    min(iif(r.later_us >= :least_gap_us, r.date, NULL)) AS date,
    group_concat(iif(r.later_us >= :least_gap_us, 'exchange:' || e.exchange_id, NULL), ' ') AS proof
  FROM test_exchange e LEFT JOIN frozen r USING (exchange_id)
  WHERE e.role = 'target' AND e.witness <> 'log' AND e.share = 1 AND e.phase <> 'teardown'
    AND e.status IS NOT NULL AND EXISTS (SELECT 1 FROM frozen)
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
      '%d of %d responses repeat%s an old Date (%s), and %d do not; all of them would tell',
      repeats, responses, iif(repeats = 1, 's', ''), date, others)
    WHEN more = 1 THEN format(
      '%d response%s an old Date (%s), but packets show %d answers of the target, more than %d; a HAR file ' ||
      'of all clients would tell',
      repeats, iif(repeats = 1, ' repeats', 's repeat'), date, answers,
      CAST(:turns_per_exchange * responses AS INTEGER))
    ELSE format(
      '%d of %d response%s %s the Date (%s) of a response %.1f s before, %.1f s or more',
      repeats, responses, iif(responses = 1, '', 's'), iif(repeats = 1, 'repeats', 'repeat'), date,
      later_us / 1e6, :least_gap_us / 1e6)
  END AS reason,
  'test:' || test_id || ' ' || proof AS proof
FROM judgement
ORDER BY test_id;
