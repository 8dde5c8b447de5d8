#!/bin/sh
# Runs a command under capture beside a small web server, the target of the recipes' suites.
# usage: record.sh FOLDER COMMAND...; leaves FOLDER/traffic.pcap and says SHOP_URL to the command
#
# Needs root (or 'setcap cap_net_raw+ep' on tcpdump), tcpdump, python3 and curl. Nothing leaves this machine.
set -eu
folder=$1
shift
mkdir -p "$folder"
shelf=$(mktemp -d)
echo '[{"name": "lamp", "price": 30}]' >"$shelf/products"
trap 'kill $server $capture 2>/dev/null || true; rm -rf "$shelf"' EXIT
capture=

# Answers take a tenth of a second, as if the shop were some way off.
python3 -c '
import functools, http.server, sys, time

class Shop(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.1)
        super().do_GET()

handler = functools.partial(Shop, directory=sys.argv[2])
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), handler).serve_forever()
' "${SHOP_PORT:-18080}" "$shelf" 2>"$shelf/log" &
server=$!
export SHOP_URL=http://127.0.0.1:${SHOP_PORT:-18080}
curl --silent --retry 10 --retry-connrefused --output /dev/null "$SHOP_URL/products"

tcpdump -i any -U -w "$folder/traffic.pcap" "tcp port ${SHOP_PORT:-18080} or udp" \
  2>"$shelf/capture.log" &
capture=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
  grep -qs 'listening on' "$shelf/capture.log" && break
  sleep 0.3
done

mark() {
  python3 -c 'import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b"mark", ("127.0.0.1", 9))'
}

# A capture covers the time from its first packet to its last: a packet before the run, and one after it, which are no
# requests to the target and so nobody's but ours.
mark
status=0
"$@" || status=$?
mark
sleep 1
kill "$capture"
wait "$capture" || true
exit $status
