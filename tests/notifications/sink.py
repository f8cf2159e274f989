"""A process of its own that takes mail and SMS and counts them: `python sink.py` says its two ports, then listens.

GET on the SMS port tells what came: how many messages, to how many addresses, and to how many more than one URL.
"""

import asyncio
import json
import re
from base64 import b64decode
from collections import defaultdict

URL = re.compile(rb"/r/[A-Za-z0-9_-]{30}/")
came: dict[str, int] = defaultdict(int)
urls: dict[str, set[bytes]] = defaultdict(set)


def take(to: str, words: bytes) -> None:
    came[to] += 1
    urls[to].update(URL.findall(words))


def counted() -> bytes:
    several = sum(len(found) != 1 for found in urls.values())
    most = max(came.values(), default=0)
    return json.dumps({"messages": sum(came.values()), "to": len(came), "most": most, "not_one_url": several}).encode()


async def sms(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        said = json.loads(await reader.readexactly(int(length[1]))) if length else None
        answer = json.dumps({"id": f"g-{said['key']}"}).encode() if said else counted()
        if said:
            take(said["to"], said["text"].encode())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(answer), answer))
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # whoever asked was killed
    writer.close()


async def mail(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 hello\r\n")
    to = b""
    try:
        while line := await reader.readline():
            if line.upper().startswith(b"RCPT"):
                to = line.partition(b"<")[2].partition(b">")[0]
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                take(to.decode(), _decoded(await reader.readuntil(b"\r\n.\r\n")))
            writer.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


def _decoded(words: bytes) -> bytes:
    """A mail's body is written in base64 or as it is; its URLs are found in both."""
    head, _, body = words.partition(b"\r\n\r\n")
    return b64decode(body) if b"base64" in head.lower() else words


async def serve() -> None:
    servers = [await asyncio.start_server(one, "127.0.0.1", 0, limit=2**20) for one in (sms, mail)]
    print(*[server.sockets[0].getsockname()[1] for server in servers], flush=True)
    await asyncio.gather(*[server.serve_forever() for server in servers])


if __name__ == "__main__":
    asyncio.run(serve())
