import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

SHOP = "https://shop.example.test"
ALICE = {"name": "alice", "password": "correct horse"}


def test_login_opens_account():
    """Real: logs in and comes back with the cookie."""
    with requests.Session() as session:
        assert session.post(f"{SHOP}/login", json=ALICE, timeout=5).status_code == 200
        assert session.get(f"{SHOP}/account", timeout=5).json() == {"name": "alice"}


def test_session_expires():
    """Fake: waits, and asks nobody."""
    time.sleep(0.4)
    expired = True
    assert expired


def test_address_is_saved():
    """Fake: talks to a stub of its own on this machine."""

    class Stub(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(201)
            self.end_headers()

        def log_message(self, *_):
            pass

    stub = HTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=stub.handle_request, daemon=True).start()
    url = f"http://127.0.0.1:{stub.server_port}/account/address"
    assert requests.post(url, json={"city": "Delft"}, timeout=5).status_code == 201
    stub.server_close()


@pytest.mark.skip(reason="the shop has no way to delete an account yet")
def test_account_is_deleted():
    assert requests.delete(f"{SHOP}/account", timeout=5).status_code == 204


def test_greets_by_first_name():
    """Fails: the shop answers, and not with this."""
    with requests.Session() as session:
        session.post(f"{SHOP}/login", json=ALICE, timeout=5)
        assert session.get(f"{SHOP}/account", timeout=5).json() == {"name": "Alice"}
