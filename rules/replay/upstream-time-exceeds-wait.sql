/*
title: The front end says that it waited longer than the client did
reads: [judged, test_exchange]
parameters:
  tolerance_us: 2000     # both are written in whole milliseconds
weight: { real: 0, fake: -6 }
why: >
  Envoy writes into X-Envoy-Upstream-Service-Time how many milliseconds the service behind it took. The client
  waits for that and for the way. Where its whole exchange was shorter, the header was made for another one.
mistaken_when:
  - A cache answered and does not say so.
  - The HAR file's times leave out a part of the exchange.
*/
WITH response AS MATERIALIZED (
  SELECT
    test_id, exchange_id, max(duration_us, coalesce(first_byte_us, 0)) AS waited_us, response_headers,
    coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0 AND status <> 304
    AND duration_us IS NOT NULL AND response_headers LIKE '%x-envoy-upstream-service-time%'
    AND response_headers NOT LIKE '%"age",%' AND response_headers NOT LIKE '%cache%hit%' AS is_signed
  FROM test_exchange
  WHERE role = 'target' AND witness <> 'log' AND share = 1 AND phase <> 'teardown' AND status IS NOT NULL
), upstream AS (
  SELECT r.exchange_id, r.test_id, r.waited_us, min(CAST(h.value ->> 1 AS INTEGER)) * 1000 AS upstream_us
  FROM response r CROSS JOIN json_each(r.response_headers) h
  WHERE r.is_signed = 1 AND lower(h.value ->> 0) = 'x-envoy-upstream-service-time'
    AND h.value ->> 1 GLOB '[0-9]*' AND h.value ->> 1 NOT GLOB '*[^0-9]*' AND length(h.value ->> 1) < 8
  GROUP BY r.exchange_id, r.test_id
), told AS (
  SELECT
    test_id, count(*) AS impossible, min(upstream_us) AS upstream_us, max(waited_us) AS waited_us,
    group_concat('exchange:' || exchange_id, ' ') AS proof
  FROM upstream
  WHERE upstream_us > waited_us + :tolerance_us
  GROUP BY test_id
), every AS (
  SELECT test_id, count(*) AS responses FROM response GROUP BY test_id
)
SELECT
  test_id,
  iif(t.impossible = e.responses, 'fake', 'skip') AS says,
  format(
    'in %d of %d response%s the front end says that the service took %.0f ms or more, and the whole ' ||
    'exchange took %.1f ms or less%s',
    t.impossible, e.responses, iif(e.responses = 1, '', 's'), t.upstream_us / 1000.0, t.waited_us / 1000.0,
    iif(t.impossible = e.responses, '', '; all of them would tell')) AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM told t JOIN every e USING (test_id) CROSS JOIN judged j USING (test_id)
WHERE j.expectation = 'real'
ORDER BY test_id;
