"""A small web shop on port 443: `shop.py CERTIFICATE KEY`."""

import base64
import hashlib
import json
import secrets
import ssl
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PRODUCTS = [
    {"id": 1, "name": "lamp", "price": "24.90"},
    {"id": 2, "name": "chair", "price": "89.00"},
    {"id": 3, "name": "shelf", "price": "49.50"},
]


class Shop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "shop/1.4"
    sessions = {}

    def do_GET(self):
        product = self.path.removeprefix("/products/")
        if self.path == "/products":
            self.answer(200, PRODUCTS)
        elif product.isdigit() and 0 < int(product) <= len(PRODUCTS):
            self.answer(200, PRODUCTS[int(product) - 1])
        elif self.path == "/account":
            name = self.sessions.get(self.headers.get("Cookie", "").removeprefix("session="))
            self.answer(200, {"name": name}) if name else self.answer(401, {"error": "log in first"})
        elif self.path == "/report":
            time.sleep(3)
            self.answer(200, {"sold": 17})
        elif self.path == "/stock" and self.headers.get("Upgrade") == "websocket":
            self.send_stock()
        else:
            self.answer(404, {"error": "no such thing"})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/login" and body.get("password") == "correct horse":
            session = secrets.token_hex(16)
            self.sessions[session] = body["name"]
            self.answer(200, {"name": body["name"]}, {"Set-Cookie": f"session={session}; HttpOnly; Secure"})
        else:
            self.answer(403, {"error": "wrong name or password"})

    def answer(self, status, value, headers={}):
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Type": "application/json", "Content-Length": len(body), **headers}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def send_stock(self):
        """Upgrades to a WebSocket (RFC 6455), sends one text message and closes."""
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        message = json.dumps({"lamp": 4}).encode()
        self.wfile.write(bytes([0x81, len(message)]) + message + bytes([0x88, 2, 0x03, 0xE8]))
        self.close_connection = True


class TLSServer(ThreadingHTTPServer):
    def finish_request(self, request, client_address):
        # The handshake happens in the connection's own thread, so that one client can't hold up the others.
        with context.wrap_socket(request, server_side=True) as secured:
            self.RequestHandlerClass(secured, client_address, self)

    def handle_error(self, request, client_address):
        pass  # a client that timed out is part of the example


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(*sys.argv[1:3])
server = TLSServer(("203.0.113.10", 443), Shop)
print("ready", flush=True)
server.serve_forever()
