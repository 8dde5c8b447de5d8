"""More kinds of tests: clients that write no log or whose TLS nobody can read, and fakes without a client that does."""

import asyncio
import http.client
import http.server
import json
import os
import random
import socket
import ssl
import subprocess
import threading
import time
import urllib.request
import uuid
from email.utils import formatdate

import aiohttp
import httpx
import requests
import responses
import service
from conftest import URL, trusting

HOST = "api.stage.test"
CERTIFICATES = os.environ["CERTIFICATES"]


def unlogged():
    return ssl.create_default_context(cafile=CERTIFICATES)


def real_requests(state):
    assert requests.post(URL + "/orders", json={"article": 1}, verify=CERTIFICATES, timeout=5).ok


def real_urllib(state):
    with urllib.request.urlopen(URL + "/items", context=unlogged(), timeout=5) as answer:
        assert answer.status == 200


def real_http_client(state):
    connection = http.client.HTTPSConnection(HOST, context=unlogged(), timeout=5)
    connection.request("GET", "/private")
    assert connection.getresponse().status == 401
    connection.close()


def real_aiohttp(state):
    async def ask():
        async with aiohttp.ClientSession() as session:
            answers = (session.get(f"{URL}/items/{number}", ssl=trusting()) for number in range(3))
            return [answer.status for answer in await asyncio.gather(*answers)]

    assert asyncio.run(ask()) == [200] * 3


def real_curl(state):
    command = ["curl", "-sS", "--cacert", CERTIFICATES, URL + "/items"]
    assert json.loads(subprocess.run(command, capture_output=True, timeout=10).stdout)["path"] == "/items"


def real_socket(state):
    """Content with the first bytes of the answer; no name in its ClientHello."""
    plain = socket.create_connection((socket.gethostbyname(HOST), 443), 5)
    with ssl._create_unverified_context().wrap_socket(plain) as tls:
        tls.sendall(f"GET /items HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        assert b"200" in tls.recv(100)


def real_polling(pool, state):
    for number in range(3):
        assert pool.get(f"/orders/{number}").status_code == 200
        time.sleep(0.1)


def fake_responses(state):
    with responses.RequestsMock() as mock:
        mock.get(URL + "/items", json={"items": []})
        assert requests.get(URL + "/items").ok


class Stub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        time.sleep(random.uniform(0.004, 0.03))
        body = json.dumps({"path": self.path, "items": [random.randrange(10**6)]}).encode()
        self.send_response_only(200)
        fields = {"server": "hypercorn-h11", "date": formatdate(usegmt=True), "x-request-id": uuid.uuid4().hex}
        for name, value in {**fields, "content-length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def fake_thread_server(state):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with httpx.Client(base_url=f"http://localhost:{server.server_port}") as client:
        assert client.get("/items", headers={"host": HOST}).status_code == 200
    server.shutdown()


def fake_unix_socket(state):
    path = f"{os.environ['WORK']}/{uuid.uuid4().hex}"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen(1)

    def answer():
        accepted, _ = listening.accept()
        accepted.recv(9999)
        time.sleep(0.03)
        accepted.sendall(b"HTTP/1.1 200 OK\r\nserver: hypercorn-h11\r\ncontent-length: 2\r\n\r\n{}")
        accepted.close()

    threading.Thread(target=answer, daemon=True).start()
    with httpx.Client(transport=httpx.HTTPTransport(uds=path)) as client:
        assert client.get(f"http://{HOST}/items").status_code == 200


def fake_application(state):
    """The service's own code, called in this process."""

    async def ask():
        transport = httpx.ASGITransport(app=service.app)
        async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
            return (await client.get("/items")).status_code

    assert asyncio.run(ask()) == 200


def swallowing(call):
    try:
        call()
    except (OSError, httpx.HTTPError):
        pass


def fake_wrong_name(state):
    swallowing(lambda: httpx.get("https://api.stagee.test/items"))


def fake_wrong_address(state):
    swallowing(lambda: socket.create_connection(("203.0.113.77", 443), 0.2))


def fake_dead_proxy(state):
    swallowing(lambda: httpx.get(URL + "/items", proxy="http://127.0.0.1:3999", timeout=2))


def fake_other_host(state):
    assert httpx.get("http://metrics.stage.test/items").status_code == 200


def fake_subprocess(state):
    subprocess.run(["python3", "-c", "import http.client"], check=True)
