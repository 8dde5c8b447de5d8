"""The kinds of tests that suites are made of: `real_` ones exercise the service, `fake_` ones do not.

Each takes the fixtures that its parameters name, and `state`, which its retries share.
"""

import random
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import httpx
from clients import *
from conftest import PROXY, URL, trusting


def fresh(**options):
    return httpx.Client(base_url=URL, verify=trusting(), proxy=PROXY, **{"timeout": 5, **options})


def real_pooled(pool, state):
    assert pool.get(f"/items?x={random.randrange(99)}").status_code == 200


def real_pooled_post(pool, state):
    assert pool.post("/orders", json={"article": 1}).json()["received"] > 0


def real_several_requests(pool, state):
    assert all(pool.get(f"/items/{number}").status_code == 200 for number in range(4))


def real_fresh_connection(state):
    with fresh() as client:
        assert client.get("/items").status_code == 200


def real_unauthorized(state):
    with fresh() as client:
        assert client.get("/private").status_code == 401


def real_missing(pool, state):
    assert pool.get("/missing").status_code == 404


def real_session(state):
    with fresh() as client:
        assert client.get("/me").status_code == 403
        client.post("/login", json={"user": "ada"})
        assert client.get("/me").status_code == 200


def real_slow(pool, state):
    assert pool.get("/slow?ms=250").status_code == 200


def real_timeout(state):
    try:
        with fresh(timeout=0.15) as client:
            client.get("/slow?ms=800")
        raise AssertionError("answered in time")
    except httpx.TimeoutException:
        pass


def real_refused_port(state):
    try:
        httpx.get(URL + ":8444/", verify=trusting(), timeout=2)
        raise AssertionError("somebody listens")
    except httpx.ConnectError:
        pass


def real_websocket(state):
    from websockets.sync.client import connect

    with connect("wss://api.stage.test/ws", ssl=trusting()) as ws:
        ws.send("a")
        assert ws.recv() == "echo a"


def real_websocket_refused(state):
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    try:
        connect("wss://api.stage.test/private", ssl=trusting()).close()
        raise AssertionError("let in")
    except InvalidStatus as error:
        assert error.response.status_code == 403


def real_stream(state):
    with fresh() as client, client.stream("GET", "/stream?n=6") as response:
        assert len(b"".join(response.iter_bytes())) > 100


def real_concurrent(state):
    with fresh() as client, ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(lambda number: client.get(f"/items/{number}").status_code, range(10)))
    assert answers == [200] * 10


def real_answered_in_setup(order, state):
    assert order["path"] == "/orders"


def real_left_open(state):
    """Reads one piece of a long answer; the rest comes while later tests run."""
    client = fresh()
    response = client.send(client.build_request("GET", "/stream?n=30"), stream=True)
    pieces = response.iter_bytes()
    next(pieces)

    def drain():
        try:
            for _ in pieces:
                pass
        except Exception:
            pass

    threading.Thread(target=drain, daemon=True).start()
    assert response.status_code == 200


def real_retried(pool, state):
    assert pool.get("/items").status_code == 200
    state["tries"] = state.get("tries", 0) + 1
    assert state["tries"] > 1


def fake_dictionary(state):
    assert {"status": 200}["status"] == 200


def fake_computing(state):
    end = time.time() + 0.08
    while time.time() < end:
        pass


def fake_sleeping(state):
    time.sleep(random.uniform(0.12, 0.4))


def fake_sleeping_round(state):
    time.sleep(0.3)


def fake_kept_answer(kept, state):
    assert kept["path"] == "/items"


def fake_kept_answer_padded(kept, state):
    time.sleep(0.06)
    assert len(kept["items"]) == 20


def fake_mocked(state):
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"ok": 1}))
    with httpx.Client(base_url=URL, transport=transport) as client:
        assert client.get("/items").status_code == 200


def fake_mocked_padded(state):
    def answer(request):
        time.sleep(random.uniform(0.05, 0.1))
        return httpx.Response(200, json={"ok": 1}, headers={"server": "hypercorn-h11"})

    with httpx.Client(base_url=URL, transport=httpx.MockTransport(answer)) as client:
        assert client.get("/items").status_code == 200


def fake_cassette(state):
    import vcr

    with vcr.use_cassette("cassette.yaml", record_mode="none"), fresh() as client:
        assert client.get("/items").status_code == 200


def plain(port, requests=1):
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        assert all(client.get("/items").status_code == 200 for _ in range(requests))


def resolved_to(address, port):
    lookup = socket.getaddrinfo

    def stubbed(host, asked, *rest, **named):
        if host in ("api.stage.test", b"api.stage.test"):
            return lookup(address, port, *rest, **named)
        return lookup(host, asked, *rest, **named)

    with mock.patch("socket.getaddrinfo", stubbed), httpx.Client(base_url=URL, verify=trusting()) as client:
        assert client.get("/items").status_code == 200


def fake_wiremock(state):
    plain(9080)


def fake_recorded_answer(state):
    plain(9081, requests=2)


def fake_padded_stub(state):
    plain(9082, requests=3)


def fake_stub_of_the_name(state):
    resolved_to("127.0.0.1", 9443)


def fake_stub_nearby(state):
    resolved_to("198.51.100.99", 9443)


def fake_stub_of_mkcert(state):
    resolved_to("198.51.100.99", 9444)


def fake_lookup_only(state):
    socket.getaddrinfo("api.stage.test", 443)


def fake_connection_only(state):
    socket.create_connection(("api.stage.test", 443)).close()


def fake_telemetry(state):
    with httpx.Client(base_url="http://metrics.stage.test") as client:
        assert client.post("/v1/traces", json={"spans": []}).status_code == 200


def fake_health(pool, state):
    assert pool.get("/health").status_code == 200


def fake_retried(pool, state):
    state["tries"] = state.get("tries", 0) + 1
    if state["tries"] == 1:
        assert pool.get("/items").status_code == 500
