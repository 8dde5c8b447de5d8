"""What the tests share: a pool of connections, an answer kept from the start, a WebSocket that pings."""

import logging
import os
import ssl

import httpx
import pytest

URL = "https://api.stage.test"
MODE = os.environ.get("MODE", "").split("+")
# pytest-json-report cannot write the objects that this one logs.
logging.getLogger("websockets").setLevel(logging.WARNING)
PROXY = "http://127.0.0.1:3128" if "tunnel" in MODE else None


def trusting():
    """A context of its own for each client: httpx writes the protocols that it offers into it."""
    context = ssl.create_default_context(cafile=os.environ["CERTIFICATES"])
    context.keylog_filename = os.environ["SSLKEYLOGFILE"]
    return context


@pytest.fixture(scope="session")
def pool():
    with httpx.Client(base_url=URL, verify=trusting(), http2="h2" in MODE, proxy=PROXY, timeout=5) as client:
        client.get("/health")
        yield client


@pytest.fixture(scope="session")
def kept(pool):
    return pool.get("/items").json()


@pytest.fixture
def order(pool):
    return pool.post("/orders", json={"article": 7}).json()


@pytest.fixture(scope="session")
def ticks():
    from websockets.sync.client import connect

    with connect("wss://api.stage.test/ticks", ssl=trusting()) as socket:
        yield socket


@pytest.fixture(scope="session", autouse=True)
def background():
    if "ping" not in MODE:
        yield
        return
    from websockets.sync.client import connect

    with connect("wss://api.stage.test/ws", ssl=trusting(), ping_interval=0.2) as socket:
        socket.send("hello")
        socket.recv()
        yield
