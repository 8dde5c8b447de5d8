import json

import pytest
import requests
import websocket
from requests.adapters import BaseAdapter

SHOP = "https://shop.example.test"


@pytest.fixture(scope="module")
def session():
    with requests.Session() as session:
        yield session


def test_order_shows_lamp(session):
    """Real: opens the connection that the next test uses as well."""
    assert session.get(f"{SHOP}/products/1", timeout=5).json()["name"] == "lamp"


def test_order_shows_chair(session):
    """Real: the connection is open already, so there is no lookup and no handshake."""
    assert session.get(f"{SHOP}/products/2", timeout=5).json()["name"] == "chair"


def test_order_history():
    """Fake: the answer is a recording."""

    class Recording(BaseAdapter):
        def send(self, request, **_):
            response = requests.Response()
            response.status_code = 200
            response.url = request.url
            response._content = json.dumps([{"order": 4711, "product": "lamp"}]).encode()
            return response

        def close(self):
            pass

    with requests.Session() as session:
        session.mount("https://", Recording())
        assert session.get(f"{SHOP}/orders").json()[0]["order"] == 4711


def test_report_timeout():
    """Real: the shop takes 3 s for its report, and this client waits for 0.5 s."""
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{SHOP}/report", timeout=0.5)


def test_stock_websocket():
    """Real: upgrades to a WebSocket and takes a message."""
    connection = websocket.create_connection("wss://shop.example.test/stock", timeout=5)
    assert json.loads(connection.recv()) == {"lamp": 4}
    connection.close()
