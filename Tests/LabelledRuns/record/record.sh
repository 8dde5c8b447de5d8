#!/bin/bash
# Records ../runs: suites of known real and fake tests, each with a capture, key log and truth.
#
# Needs root on Debian 12 or Ubuntu, Internet access for pip, and:
#   apt-get install curl iproute2 tcpdump dnsmasq-base openssl python3-venv
#
# The service with its DNS server and the suite live in two network namespaces, joined by a cable (addresses of RFC 5737,
# a name of RFC 6761). Nothing leaves this machine.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
everything=$(mktemp -d)
started=()

clean_up() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  started=()
  ip netns delete labelled-client 2>/dev/null || true
  ip netns delete labelled-server 2>/dev/null || true
  rm -rf /etc/netns/labelled-client
  rmdir /etc/netns 2>/dev/null || true
}
trap 'clean_up; rm -rf "$everything"' EXIT

wait_for() {  # FILE TEXT: until a program has said that it is ready, at most 10 s
  for _ in {1..100}; do grep -qs "$2" "$1" && return; sleep 0.1; done
  cat "$1" >&2
  return 1
}

certificate() {  # NAME SUBJECT
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "$2" \
    -addext subjectAltName=DNS:api.stage.test -keyout "$work/$1.key" -out "$work/$1.crt" 2>>"$work/openssl.log"
}

lay_cable() {  # SECONDS: two namespaces with a cable between them that takes so long
  ip netns add labelled-client
  ip netns add labelled-server
  python3 "$here/../../../docs/example/record/cable.py" labelled-c labelled-s "$1" >"$work/cable.log" 2>&1 &
  started+=($!)
  wait_for "$work/cable.log" ready
  ip link set labelled-c netns labelled-client name eth0
  ip link set labelled-s netns labelled-server name eth0
  ip -n labelled-client address add 198.51.100.7/24 dev eth0
  ip -n labelled-client address add 198.51.100.99/32 dev lo
  ip -n labelled-server address add 203.0.113.10/24 dev eth0
  ip -n labelled-server address add 203.0.113.20/24 dev eth0
  for namespace in labelled-client labelled-server; do
    ip -n $namespace link set lo up
    ip -n $namespace link set eth0 up
  done
  ip -n labelled-client route add 203.0.113.0/24 dev eth0
  ip -n labelled-server route add 198.51.100.0/24 dev eth0
  mkdir -p /etc/netns/labelled-client
  echo "nameserver 203.0.113.10" >/etc/netns/labelled-client/resolv.conf
}

start() {  # NAMESPACE NAME READY COMMAND...: a server, until it says that it is ready
  local namespace=$1 name=$2 ready=$3
  shift 3
  ip netns exec "labelled-$namespace" "$@" >"$work/$name.log" 2>&1 &
  started+=($!)
  wait_for "$work/$name.log" "$ready"
}

record() {  # NAME SEED CABLE MODE EACH "KINDS" [OPTIONS OF PYTEST...]
  local name=$1 seed=$2 cable=$3 mode=$4 each=$5 kinds=$6 run=$here/../runs/$1
  shift 6
  work=$everything/$name
  rm -rf "$run"
  mkdir -p "$run" "$work/suite"
  certificate service /CN=api.stage.test
  certificate mkcert "/O=mkcert development certificate/OU=ada@laptop"
  cat "$work"/*.crt >"$work/all.pem"
  lay_cable "$cable"
  start server dns started dnsmasq --keep-in-foreground --log-facility=- --conf-file=/dev/null --pid-file= \
    --user=root --no-resolv --no-hosts --local=/test/ --host-record=api.stage.test,203.0.113.10 \
    --host-record=metrics.stage.test,203.0.113.20
  cd "$here"
  start server service Running "$venv/bin/hypercorn" service:app --bind 203.0.113.10:443 \
    --certfile "$work/service.crt" --keyfile "$work/service.key"
  start server metrics Running "$venv/bin/hypercorn" service:app --bind 203.0.113.20:80
  start client stubs ready python3 stubs.py "$work/service.crt" "$work/service.key" "$work/mkcert.crt" "$work/mkcert.key"
  start client proxy ready python3 proxy.py
  cp kinds.py clients.py service.py conftest.py cassette.yaml "$work/suite"
  unset REQUESTS_CA_BUNDLE CURL_CA_BUNDLE # requests prefers these to what it is told
  export WORK=$work CERTIFICATES=$work/all.pem SSLKEYLOGFILE=$run/sslkeys.log MODE=$mode
  # shellcheck disable=SC2086
  "$venv/bin/python" suite.py "$work/suite" "$seed" "$each" $kinds
  ip netns exec labelled-client tcpdump -i any -U -Z root -w "$run/traffic.pcap" 2>"$work/tcpdump.log" &
  local capture=$!
  wait_for "$work/tcpdump.log" "listening on"
  sleep 0.3
  (cd "$work/suite" && timeout 180 ip netns exec labelled-client "$venv/bin/python" -m pytest -q -p no:cacheprovider \
    --log-level=INFO --json-report --json-report-file="$work/results.json" \
    --json-report-omit streams --junitxml="$run/results.junit.xml" --report-log="$run/results.reportlog.jsonl" \
    "$@" tests >"$work/pytest.log" 2>&1) || true
  sleep 1.5 # packets wait up to a second in the capture's buffer
  kill -INT $capture
  wait $capture || true
  clean_up
  sed -i "s#$venv#/venv#g; s#$everything##g" "$run"/results.* # no paths of the machine that recorded it
  "$venv/bin/python" label.py "$work/suite/truth.json" "$work/results.json" "$run"
  tail -1 "$work/pytest.log"
}

venv=${VENV:-$everything/venv}
if [ ! -d "$venv" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
fi

own="fake_dictionary fake_computing fake_sleeping fake_sleeping_round fake_kept_answer fake_kept_answer_padded
  fake_mocked fake_mocked_padded"
wire="fake_wiremock fake_recorded_answer fake_padded_stub fake_stub_of_the_name fake_stub_nearby fake_stub_of_mkcert
  fake_lookup_only fake_connection_only fake_telemetry fake_cassette"
calls="real_pooled real_pooled_post real_several_requests real_fresh_connection real_unauthorized real_missing
  real_session real_slow real_timeout real_refused_port real_stream real_concurrent real_answered_in_setup"
sockets="real_websocket real_websocket_refused"

# What decides alone, where nothing else tells, is seen seldom: these runs have much of it.
decided="real_timeout real_refused_port real_answered_in_setup fake_lookup_only fake_connection_only fake_telemetry"

# Clients that write no log: whose a connection of a parallel run is has to be told by the packets.
others="real_requests real_urllib real_http_client real_aiohttp real_curl real_socket real_polling real_pooled fake_responses
  fake_thread_server fake_unix_socket fake_application fake_wrong_name fake_wrong_address fake_dead_proxy fake_other_host
  fake_subprocess fake_sleeping fake_dictionary"

[ $# -eq 0 ] || { record "$@"; exit; }
record pool-h1 11 0.006 "" 2 "$own $wire $calls $sockets fake_health"
record pool-h2 12 0.006 h2 2 "$own $wire $calls $sockets"
record pinging 13 0.003 ping 2 "$own $wire $calls $sockets"
record far 14 0.04 h2 2 "$own $wire $calls $sockets"
record left-open 15 0.006 "" 2 "$own $wire $calls real_left_open real_left_open"
record retried 16 0.006 h2 2 "$own $wire $calls $sockets real_retried fake_retried" --reruns 2
record tunnel 17 0.006 tunnel 2 "$own fake_lookup_only fake_wiremock fake_telemetry real_pooled real_pooled_post
  real_several_requests real_fresh_connection real_unauthorized real_missing real_session real_slow real_stream"
record workers 18 0.006 h2 2 "$own $wire $calls $sockets" -n 2
record near 19 0.001 "" 2 "$own $wire $calls $sockets"
record decided-1 20 0.006 "" 17 "$decided real_pooled"
record decided-2 21 0.006 h2 17 "$decided real_fresh_connection"
record decided-3 22 0.015 "" 17 "$decided real_pooled_post"
record left-over 23 0.006 "" 10 "real_left_open fake_sleeping fake_sleeping fake_computing fake_kept_answer_padded"
record clients 24 0.008 "" 3 "$others"
record clients-workers 25 0.012 h2 4 "$others" -n 3
record clients-more-workers 26 0.005 "" 4 "$others" -n 5
