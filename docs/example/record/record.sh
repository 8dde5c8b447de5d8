#!/bin/bash
# Records ../run: the suite in ./suite against the shop in ./shop.py, with a capture beside it.
#
# Needs root on Debian 12 or Ubuntu, Internet access for pip, and:
#   apt-get install iproute2 tcpdump dnsmasq-base openssl python3-venv
#
# The shop with its DNS server and the suite live in two network namespaces, joined by a cable that takes 6 ms each way
# (addresses of RFC 5737, a name of RFC 6761). Nothing leaves this machine.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
run=$here/../run
work=$(mktemp -d)
client=assay-example-client
server=assay-example-server
started=()

clean_up() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  ip netns delete $client 2>/dev/null || true
  ip netns delete $server 2>/dev/null || true
  rm -rf "$work" /etc/netns/$client
  rmdir /etc/netns 2>/dev/null || true
}
trap clean_up EXIT

wait_for() {  # FILE TEXT: until a program has said that it is ready, at most 10 s
  for _ in {1..100}; do grep -qs "$2" "$1" && return; sleep 0.1; done
  cat "$1" >&2
  return 1
}

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=shop.example.test \
  -addext subjectAltName=DNS:shop.example.test -keyout "$work/shop.key" -out "$work/shop.crt" 2>"$work/openssl.log"

# Two namespaces and a cable between them.
ip netns add $client
ip netns add $server
python3 "$here/cable.py" example-client example-server >"$work/cable.log" 2>&1 &
started+=($!)
wait_for "$work/cable.log" ready
ip link set example-client netns $client name eth0
ip link set example-server netns $server name eth0
ip -n $client address add 198.51.100.7/24 dev eth0
ip -n $server address add 203.0.113.10/24 dev eth0
for namespace in $client $server; do
  ip -n $namespace link set lo up
  ip -n $namespace link set eth0 up
done
ip -n $client route add 203.0.113.0/24 dev eth0
ip -n $server route add 198.51.100.0/24 dev eth0
mkdir -p /etc/netns/$client
echo "nameserver 203.0.113.10" >/etc/netns/$client/resolv.conf # 'ip netns exec' shows it as /etc/resolv.conf

# The shop and its DNS server.
ip netns exec $server dnsmasq --keep-in-foreground --log-facility=- --conf-file=/dev/null --pid-file= --user=root \
  --no-resolv --no-hosts --local=/test/ --host-record=shop.example.test,203.0.113.10 2>"$work/dns.log" &
started+=($!)
ip netns exec $server python3 "$here/shop.py" "$work/shop.crt" "$work/shop.key" >"$work/shop.log" 2>&1 &
started+=($!)
wait_for "$work/dns.log" started
wait_for "$work/shop.log" ready

# The capture begins before the suite and ends after it.
ip netns exec $client tcpdump -i any -U -Z root -w "$work/traffic.pcap" 2>"$work/tcpdump.log" &
capture=$!
started+=($capture)
wait_for "$work/tcpdump.log" "listening on"

# The suite, on a machine called 'runner' and in a folder that is nobody's. One test fails: that is part of the example.
cp -r "$here/suite" "$work/suite"
REQUESTS_CA_BUNDLE=$work/shop.crt WEBSOCKET_CLIENT_CA_BUNDLE=$work/shop.crt PYTHONDONTWRITEBYTECODE=1 TZ=UTC \
  timeout 60 ip netns exec $client unshare --uts sh -c \
  'hostname runner && mount --bind "$1" /srv && cd /srv/suite && shift && exec "$@"' sh "$work" \
  "$work/venv/bin/python" -m pytest -p no:cacheprovider \
  --junitxml=../results.junit.xml --report-log=../results.reportlog.jsonl || [ $? -eq 1 ]

sleep 1
kill -INT $capture
wait $capture || true
mkdir -p "$run"
install -m 644 "$work"/{results.junit.xml,results.reportlog.jsonl,traffic.pcap} "$run"
