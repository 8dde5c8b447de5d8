"""Stand-ins for the service on the suite's own machine: `stubs.py CERTIFICATE KEY MKCERT_CERTIFICATE MKCERT_KEY`.

9080 answers as WireMock does, 9081 with one recorded answer, 9082 after exactly 150 ms, 9443 as the service behind its own
certificate, and 9444 as the service behind one that looks like mkcert's.
"""

import asyncio
import json
import ssl
import sys
import uuid
from email.utils import formatdate

ADDRESSES = ["127.0.0.1", "198.51.100.99"]
BODY = json.dumps({"path": "/items", "items": [1, 2, 3]}).encode()
RECORDED = {"Date": "Tue, 03 Nov 2026 08:15:30 GMT", "Server": "hypercorn-h11", "X-Request-Id": "4f0c7b8e2a9d4c1f"}


def canned():
    return {"Server": "Jetty(11.0.24)", "Matched-Stub-Id": "5c3f1f8e-0d5f-4c39-9b9e-8e5d1d1c7a11"}


def live():
    return {"Date": formatdate(usegmt=True), "Server": "hypercorn-h11", "X-Request-Id": uuid.uuid4().hex}


def answering(headers, delay=0.0):
    async def serve(reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                for line in head.decode().split("\r\n"):
                    if line.lower().startswith("content-length:"):
                        await reader.readexactly(int(line.split(":")[1]))
                await asyncio.sleep(delay)
                fields = {**headers(), "Content-Type": "application/json", "Content-Length": str(len(BODY))}
                lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
                writer.write(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + BODY)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()

    return serve


async def main():
    own, mkcert = (ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) for _ in range(2))
    own.load_cert_chain(sys.argv[1], sys.argv[2])
    mkcert.load_cert_chain(sys.argv[3], sys.argv[4])
    servers = [
        (answering(canned), 9080, None),
        (answering(lambda: RECORDED), 9081, None),
        (answering(live, 0.15), 9082, None),
        (answering(live, 0.004), 9443, own),
        (answering(live, 0.004), 9444, mkcert),
    ]
    for serve, port, context in servers:
        await asyncio.start_server(serve, ADDRESSES, port, ssl=context)
    print("ready", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
