/*
title: The responses carry identifiers that were made long before
reads: [judged, test_exchange]
parameters:
  old_s: 3600
  live_us: 60000000          # a minute: a response with such a Date shows that the clocks agree
  least_s: 1420070400        # 2015: what is older is no time
weight: { real: 0, fake: -6 }
why: >
  Some identifiers hold the time at which the front end made them: X-Amzn-Trace-Id in seconds, X-Vercel-Id and
  the ULIDs of Netlify and Fly in milliseconds. A recording keeps them, and few think of renewing them when
  they renew the Date.
mistaken_when:
  - A cache answered and does not say so, by the header Age or otherwise.
  - The client chooses the trace id itself and keeps one for hours.
*/
WITH response AS MATERIALIZED (
  SELECT test_id, exchange_id, host, role, share, phase, coalesce(end_us, start_us) / 1000000 AS at_s,
    response_headers
  FROM test_exchange
  WHERE role = 'target' AND witness <> 'log' AND status IS NOT NULL AND response_headers IS NOT NULL
    AND (response_headers LIKE '%x-amzn-trace-id%' OR response_headers LIKE '%x-vercel-id%'
      OR response_headers LIKE '%x-nf-request-id%' OR response_headers LIKE '%fly-request-id%')
    AND coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0
    AND response_headers NOT LIKE '%"age",%' AND response_headers NOT LIKE '%cache%hit%'
), identifier AS (
  SELECT r.test_id, r.exchange_id, r.at_s, lower(h.value ->> 0) AS header, h.value ->> 1 AS value
  FROM response r, json_each(r.response_headers) h
  WHERE r.share = 1 AND r.phase <> 'teardown'
    AND lower(h.value ->> 0) IN ('x-amzn-trace-id', 'x-vercel-id', 'x-nf-request-id', 'fly-request-id')
), digits AS (
  SELECT
    test_id, exchange_id, at_s, header,
    CASE header
      WHEN 'x-amzn-trace-id' THEN lower(substr(value, instr(value, 'Root=1-') + 7, 8))
      WHEN 'x-vercel-id' THEN substr(value, -26, 13)
      ELSE upper(substr(value, 1, 10))
    END AS text
  FROM identifier
  WHERE CASE header
    WHEN 'x-amzn-trace-id' THEN value GLOB
      '*Root=1-[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]-*'
    WHEN 'x-vercel-id' THEN substr(value, -26) GLOB
      '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9a-f]*' AND length(value) > 26
    WHEN 'x-nf-request-id' THEN length(value) = 26 AND value GLOB '[0-7]*' AND value NOT GLOB '*[^0-9A-Za-z]*'
    ELSE length(value) BETWEEN 28 AND 31 AND substr(value, 27, 1) = '-' AND value GLOB '[0-7]*'
      AND substr(value, 1, 26) NOT GLOB '*[^0-9A-Za-z]*'
  END
), place (at) AS (
  VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)
), made AS (
  SELECT
    d.test_id, d.exchange_id, d.header, d.at_s,
    CASE d.header
      WHEN 'x-amzn-trace-id' THEN
        sum((instr('0123456789abcdef', substr(d.text, p.at, 1)) - 1) << 4 * (8 - p.at))
      WHEN 'x-vercel-id' THEN CAST(d.text AS INTEGER) / 1000
      ELSE
        sum((instr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(d.text, p.at, 1)) - 1) << 5 * (10 - p.at)) / 1000
    END AS made_s
  FROM digits d JOIN place p ON p.at <= length(d.text)
  GROUP BY d.test_id, d.exchange_id, d.header
), clock AS (
  SELECT count(DISTINCT exchange_id) AS number
  FROM test_exchange
  WHERE witness <> 'log' AND role <> 'loopback' AND abs(date_offset_us) <= :live_us
), told AS (
  SELECT
    test_id, count(DISTINCT exchange_id) AS responses, sum(at_s - made_s < :old_s) AS fresh,
    min(at_s - made_s) AS least_s, min(header) AS header,
    group_concat(DISTINCT 'exchange:' || exchange_id) AS proof
  FROM made
  WHERE made_s >= :least_s
  GROUP BY test_id
), every AS (
  SELECT test_id, count(*) AS responses
  FROM test_exchange
  WHERE role = 'target' AND witness <> 'log' AND share = 1 AND phase <> 'teardown' AND status IS NOT NULL
    AND test_id IN (SELECT test_id FROM told)
  GROUP BY test_id
)
SELECT
  test_id,
  iif(c.number > 0 AND t.responses = e.responses, 'fake', 'skip') AS says,
  format(
    '%d of %d response%s %s an identifier (%s) that was made %.1f hours before or more, at most %.1f are ' ||
    'plausible; %d response%s with a right Date show%s that the clocks agree, at least 1 must',
    t.responses, e.responses, iif(e.responses = 1, '', 's'), iif(t.responses = 1, 'has', 'have'), t.header,
    t.least_s / 3600.0, :old_s / 3600.0, c.number, iif(c.number = 1, '', 's'), iif(c.number = 1, 's', ''))
    AS reason,
  'test:' || test_id || ' ' || replace(t.proof, ',', ' ') AS proof
FROM told t JOIN every e USING (test_id) CROSS JOIN judged j USING (test_id) CROSS JOIN clock c
WHERE j.expectation = 'real' AND t.fresh = 0
ORDER BY test_id;
