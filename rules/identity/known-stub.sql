/*
title: The responses carry the marks of a stub server
reads: [judged, test_exchange, contact]
parameters:
  turns_per_exchange: 2   # HTTP/2 takes a turn or two more than it has requests
weight: { real: 0, fake: -8 }
why: >
  Tools that play servers sign what they answer: WireMock with the stub that matched, Mockoon with its route,
  LocalStack and older MSW with their name. Nothing else has a reason to. Hoverfly marks what passes through
  it, played or forwarded, which tells nothing of itself.
mistaken_when:
  - The stub forwards the request to the target and signs the target's answer.
  - The declared target is the stub, and the suite ought to be declared as mocked.
*/
WITH mark (header, value, tool) AS (
  VALUES
    ('matched-stub-id', '*', 'WireMock'), ('matched-stub-name', '*', 'WireMock'),
    ('x-mockoon-route-uuid', '*', 'Mockoon'), ('x-mockoon-route-response-uuid', '*', 'Mockoon'),
    ('x-mockoon-route-response-no', '*', 'Mockoon'), ('x-localstack', '*', 'LocalStack'),
    ('x-powered-by', 'msw', 'MSW'), ('server', 'wiremock*', 'WireMock'),
    ('server', 'mockserver*', 'MockServer'), ('server', 'mountebank*', 'mountebank'),
    ('hoverfly', 'was-here*', 'Hoverfly')
), response AS MATERIALIZED (
  SELECT test_id, exchange_id, host, share, response_headers
  FROM test_exchange
  WHERE role = 'target' AND witness <> 'log' AND phase <> 'teardown' AND status IS NOT NULL
), marked AS MATERIALIZED (
  SELECT r.test_id, r.exchange_id, min(m.tool) AS tool, min(m.header) AS header
  FROM response r CROSS JOIN json_each(r.response_headers) h
    CROSS JOIN mark m ON m.header = lower(h.value ->> 0) AND lower(h.value ->> 1) GLOB m.value
  WHERE r.share = 1 AND (r.response_headers LIKE '%stub%' OR r.response_headers LIKE '%mock%'
    OR r.response_headers LIKE '%localstack%' OR r.response_headers LIKE '%msw%'
    OR r.response_headers LIKE '%mountebank%' OR r.response_headers LIKE '%hoverfly%')
  GROUP BY r.test_id, r.exchange_id
), seen AS (
  SELECT
    test_id, count(*) AS responses, count(m.tool) AS marks, sum(m.tool = 'Hoverfly') AS forwarded,
    min(iif(m.tool = 'Hoverfly', NULL, m.tool)) AS tool, min(m.header) AS header, min(r.host) AS host,
    group_concat(iif(m.tool IS NULL, NULL, 'exchange:' || exchange_id), ' ') AS proof
  FROM response r LEFT JOIN marked m USING (test_id, exchange_id)
  WHERE test_id IN (SELECT test_id FROM marked)
  GROUP BY test_id
), turns AS (
  SELECT test_id, sum(answered_requests) AS answers
  FROM contact
  WHERE role = 'target' AND phase <> 'teardown' AND answered_requests > 0
  GROUP BY test_id
), judgement AS (
  SELECT
    j.test_id, s.*, coalesce(t.answers, 0) AS answers,
    coalesce(t.answers, 0) > :turns_per_exchange * s.responses AS more
  FROM judged j JOIN seen s USING (test_id) LEFT JOIN turns t USING (test_id)
  WHERE j.expectation = 'real'
)
SELECT
  test_id,
  iif(forwarded = 0 AND marks = responses AND more = 0, 'fake', 'skip') AS says,
  CASE
    WHEN forwarded > 0 THEN format(
      '%d of %d responses from %s passed through Hoverfly, which may have forwarded them: its mode ' ||
      'would tell',
      forwarded, responses, coalesce(host, 'the target'))
    WHEN more = 1 THEN format(
      '%d response%s by %s, but packets show %d answers of the target, more than %d; a HAR file of all ' ||
      'clients would tell',
      marks, iif(marks = 1, ' is', 's are'), tool, answers, CAST(:turns_per_exchange * responses AS INTEGER))
    WHEN marks < responses THEN format(
      '%d of %d responses from %s are marked by %s (%s); all of them would tell', marks, responses,
      coalesce(host, 'the target'), tool, header)
    ELSE format(
      '%d of %d response%s from %s say%s by the header %s that %s answered; 0 should be marked', marks, responses,
      iif(responses = 1, '', 's'), coalesce(host, 'the target'), iif(responses = 1, 's', ''), header, tool)
  END AS reason,
  'test:' || test_id || ' ' || proof AS proof
FROM judgement
ORDER BY test_id;
