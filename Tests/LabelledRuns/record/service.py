"""The service that the suites test: `hypercorn service:app`. Answers like an API with sessions and streams."""

import asyncio
import json
import os
import random
import uuid
from urllib.parse import parse_qs

sessions = set()


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await websocket(scope, receive, send)
    else:
        await http(scope, receive, send)


async def lifespan(receive, send):
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def websocket(scope, receive, send):
    await receive()
    if scope["path"] == "/private":
        return await send({"type": "websocket.close", "code": 4401})
    await send({"type": "websocket.accept"})
    if scope["path"] == "/ticks":
        for number in range(40):
            await asyncio.sleep(0.15)
            await send({"type": "websocket.send", "text": json.dumps({"tick": number, "id": uuid.uuid4().hex})})
        return
    while (message := await receive())["type"] != "websocket.disconnect":
        await asyncio.sleep(random.uniform(0.002, 0.006))
        await send({"type": "websocket.send", "text": "echo " + (message.get("text") or "")})


async def http(scope, receive, send):
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    path = scope["path"]
    query = {name: int(values[0]) for name, values in parse_qs(scope["query_string"].decode()).items()}
    fields = dict(scope["headers"])
    headers = [
        (b"content-type", b"application/json"),
        (b"x-request-id", uuid.uuid4().hex.encode()),
        (b"x-served-by", b"edge-3"),
    ]
    status = 200
    await asyncio.sleep(random.uniform(0.002, 0.012))
    if path == "/stream":
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for _ in range(query.get("n", 20)):
            await send({"type": "http.response.body", "body": os.urandom(200).hex().encode(), "more_body": True})
            await asyncio.sleep(0.05)
        return await send({"type": "http.response.body", "body": b""})
    if path == "/slow":
        await asyncio.sleep(query.get("ms", 300) / 1000)
    if path == "/private" and b"authorization" not in fields:
        status = 401
    if path == "/missing":
        status = 404
    if path == "/login":
        token = uuid.uuid4().hex
        sessions.add(token)
        headers.append((b"set-cookie", b"session=" + token.encode() + b"; HttpOnly"))
    if path == "/me" and fields.get(b"cookie", b"").decode().removeprefix("session=") not in sessions:
        status = 403
    body = {"path": path, "items": [random.randrange(10**6) for _ in range(20)], "received": size}
    if path == "/health":
        body = {"status": "ok"}
    content = json.dumps(body).encode()
    headers.append((b"content-length", str(len(content)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
