"""The floor of a fan-out: a bare uvloop server that writes the same bytes to every socket.

`python -m tests.benchmarks.floor PORT BYTES`. GET /publish writes to everybody who asked for
anything else before.
"""

import asyncio
import sys

import uvloop

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n"
DONE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

readers = set()


class Reader(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        if data.startswith((b"GET /publish", b"POST ")):
            for reader in readers:
                reader.transport.write(EVENT)
            self.transport.write(DONE)
        else:
            readers.add(self)
            self.transport.write(HEAD)

    def connection_lost(self, _reason):
        readers.discard(self)


async def serve(port):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Reader, "127.0.0.1", port, backlog=8192)
    await server.serve_forever()


if __name__ == "__main__":
    EVENT = b"event: row\ndata: ".ljust(int(sys.argv[2]) - 2, b"x") + b"\n\n"
    uvloop.run(serve(int(sys.argv[1])))
