/*
title: The responses are dated long before they came
reads: [judged, test_exchange]
parameters:
  stale_us: 300000000      # 5 minutes
  very_stale_us: 86400000000   # a day
  live_us: 60000000        # a minute
weight: { real: 0, fake: -6 }
why: >
  A server dates its answer with the second in which it gives it (RFC 9110, 6.6.1); a recording keeps the date
  of its making. Other responses of the run have the right date, so that it isn't the witness's clock: those
  of the same host, or, where the date is a day off, those of any.
mistaken_when:
  - A cache answered and does not say so, by the header Age or otherwise.
  - One of several servers of the target has a clock that is wrong.
*/
WITH response AS MATERIALIZED (
  SELECT
    test_id, exchange_id, witness, host, role, phase, share, date_offset_us,
    coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0 AS is_direct,
    date_offset_us <= -:stale_us AND coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0
    AND coalesce(response_headers, '') NOT LIKE '%"age",%'
    AND coalesce(response_headers, '') NOT LIKE '%cache%hit%' AS is_stale
  FROM test_exchange
  WHERE witness <> 'log' AND status IS NOT NULL AND role <> 'loopback'
), live AS MATERIALIZED (
  SELECT witness, host, count(*) AS number
  FROM (
    SELECT DISTINCT exchange_id, witness, host
    FROM response WHERE abs(date_offset_us) <= :live_us AND is_direct = 1)
  GROUP BY witness, host
), clock AS (
  SELECT witness, sum(number) AS number FROM live GROUP BY witness
), told AS (
  SELECT
    r.test_id, count(*) AS responses, min(r.host) AS host,
    sum(coalesce(r.is_stale, 0)) AS stale,
    sum(coalesce(r.is_stale, 0) AND coalesce(l.number, 0) > 0
      OR (coalesce(c.number, 0) > 0 AND r.date_offset_us <= -:very_stale_us)) AS sure,
    max(r.date_offset_us) AS nearest_us,
    max(coalesce(l.number, c.number, 0)) AS number,
    group_concat('exchange:' || r.exchange_id, ' ') AS proof
  FROM response r LEFT JOIN live l ON l.witness = r.witness AND l.host IS r.host
    LEFT JOIN clock c ON c.witness = r.witness
  WHERE r.role = 'target' AND r.share = 1 AND r.phase <> 'teardown'
  GROUP BY r.test_id
)
SELECT
  test_id,
  iif(t.sure = t.responses, 'fake', 'skip') AS says,
  CASE
    WHEN t.stale < t.responses THEN format(
      '%d of %d responses from %s are dated more than %.0f s back, and %d are not; all of them would tell',
      t.stale, t.responses, coalesce(t.host, 'the target'), :stale_us / 1e6, t.responses - t.stale)
    WHEN t.sure < t.responses THEN format(
      'the Date of %d response%s from %s is at least %.0f s back, and %d responses show that the clocks ' ||
      'agree: a response of the same host with a right Date would tell',
      t.responses, iif(t.responses = 1, '', 's'), coalesce(t.host, 'the target'), -t.nearest_us / 1e6,
      t.number)
    ELSE format(
      'the Date of %d response%s from %s is at least %.0f s back, more than %.0f s, and the clocks agree: %d ' ||
      'responses in the run are at most %.0f s off',
      t.responses, iif(t.responses = 1, '', 's'), coalesce(t.host, 'the target'), -t.nearest_us / 1e6,
      :stale_us / 1e6, t.number, :live_us / 1e6)
  END AS reason,
  'test:' || test_id || ' ' || t.proof AS proof
FROM told t CROSS JOIN judged j USING (test_id)
WHERE j.expectation = 'real' AND t.stale > 0
ORDER BY test_id;
