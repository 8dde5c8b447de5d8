"""A proxy that grants every CONNECT (RFC 9110, 9.3.6), on 127.0.0.1:3128."""

import asyncio


async def carry(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


async def serve(reader, writer):
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    host, port = head.split()[1].rsplit(":", 1)
    try:
        there = await asyncio.open_connection(host, int(port))
    except OSError:
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
        writer.close()
        return
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    await asyncio.gather(carry(reader, there[1]), carry(there[0], writer))


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 3128)
    print("ready", flush=True)
    await server.serve_forever()


asyncio.run(main())
