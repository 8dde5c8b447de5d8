/*
title: The test was over before any network call could have been
needs: [timing]
reads: [judged, run, target]
parameters:
  instant_call_us: 2000    # a body shorter than this had no time for a network call
  fixture_us: 30000        # a setup this long may have made the call for the body
  quick_fixture_us: 4000   # a shorter one too, from here on and from half of the run's quickest body with a call on
  instant_total_us: 4000   # the same for setup, body and teardown in one figure
  near_us: 300             # both, where the name of a target says that it is near
weight: { real: 0, fake: -8 }
why: >
  A call to another machine costs a client library's work and at least one round trip. On recorded runs
  hard-coded tests took 0.1 to 1 ms and the quickest test with a call took over 100 ms. Where packets show a
  target nearer than the floor, its round trip is the floor; where no packets do and a target is named by a
  private address or a name that only a local network knows, the floor is that of a local network.
  A fixture may make the call: by how long the bodies of the run's other tests take, one tells a setup that
  had time for that from one that only loaded code.
mistaken_when:
  - The target is on the same switch, an open connection was used, and no packets were captured.
  - A fixture of the whole session made the call in an earlier test, and this test looks only at its result.
*/
WITH near AS (
  SELECT DISTINCT run_id, :near_us AS floor_us
  FROM target
  WHERE (host NOT GLOB '*[^0-9.]*' AND (
      host LIKE '10.%' OR host LIKE '192.168.%' OR host LIKE '169.254.%' OR host GLOB '172.1[6-9].*'
      OR host GLOB '172.2[0-9].*' OR host GLOB '172.3[01].*'))
    OR host GLOB 'f[cd]*:*' OR host GLOB 'fe80:*' OR (instr(host, '.') = 0 AND instr(host, ':') = 0)
    OR host LIKE '%.local' OR host LIKE '%.internal' OR host LIKE '%.lan' OR host LIKE '%.home.arpa'
), quickest AS (
  SELECT run_id, min(call_us) AS call_us FROM judged WHERE call_us >= :instant_call_us GROUP BY run_id
), timed AS (
  SELECT
    max(:quick_fixture_us, min(:fixture_us, coalesce(q.call_us / 2, 0))) AS fixture_us,
    j.test_id, j.call_us, j.call_most_us, j.setup_most_us, j.total_most_us,
    min(:instant_call_us, coalesce(r.rtt_us, n.floor_us, :instant_call_us)) AS call_floor_us,
    min(:instant_total_us, coalesce(r.rtt_us, n.floor_us, :instant_total_us)) AS total_floor_us
  FROM judged j LEFT JOIN run r USING (run_id) LEFT JOIN near n USING (run_id)
    LEFT JOIN quickest q USING (run_id)
  WHERE j.expectation = 'real'
), quick AS (
  SELECT
    *,
    CASE
      WHEN call_us IS NULL THEN 'total'
      WHEN setup_most_us < fixture_us THEN 'body'
      WHEN setup_most_us IS NOT NULL THEN 'slow setup'
      WHEN total_most_us < total_floor_us THEN 'total'
      ELSE 'unknown setup'
    END AS basis
  FROM timed
  WHERE CASE WHEN call_us IS NULL THEN total_most_us < total_floor_us ELSE call_most_us < call_floor_us END
)
SELECT
  test_id,
  iif(basis IN ('total', 'body'), 'fake', 'skip') AS says,
  CASE basis
    WHEN 'total' THEN format(
      'setup, body and teardown lasted at most %.2f ms in all; no network call fits into less than %.1f ms',
      total_most_us / 1000.0, total_floor_us / 1000.0)
    WHEN 'body' THEN format(
      'the body lasted at most %.2f ms and the setup %.2f ms; no network call fits into less than %.1f ms',
      call_most_us / 1000.0, setup_most_us / 1000.0, call_floor_us / 1000.0)
    WHEN 'slow setup' THEN format(
      'the body lasted at most %.2f ms, but the setup up to %.1f ms, and from %.1f ms on it may have ' ||
      'made the call',
      call_most_us / 1000.0, setup_most_us / 1000.0, fixture_us / 1000.0)
    ELSE format(
      'the body lasted at most %.2f ms, but how long the setup lasted is not known: it may have made the ' ||
      'call',
      call_most_us / 1000.0)
  END AS reason,
  'test:' || test_id AS proof
FROM quick
ORDER BY test_id;
