"""An HTTP proxy that records what it is asked for, a line each, and leads one address to loopback.

Usage: proxy.py ADDRESS PORT RECORD OUTSIDE

Whoever stands behind OUTSIDE is reached by this proxy alone; everything else is refused with 502.
"""

import socket
import sys
import threading
from urllib.parse import urlsplit

ADDRESS, PORT, RECORD, OUTSIDE = sys.argv[1:5]


def relay(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def serve(client):
    head = b""
    while b"\r\n\r\n" not in head:
        data = client.recv(65536)
        if not data:
            return
        head += data
    line, rest = head.split(b"\r\n", 1)
    method, target, version = line.decode().split(" ")
    with open(RECORD, "a") as record:
        record.write(f"{method} {target}\n")
    url = urlsplit(f"//{target}" if method == "CONNECT" else target)
    if url.hostname != OUTSIDE:
        client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        return
    server = socket.create_connection(("127.0.0.1", url.port or 80))
    if method == "CONNECT":
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    else:
        path = url._replace(scheme="", netloc="").geturl() or "/"
        # One request a connection: the next one may be for somebody else.
        headers = [each for each in rest.split(b"\r\n") if not each.lower().startswith((b"connection:", b"proxy-"))]
        headers.insert(0, b"Connection: close")
        server.sendall(f"{method} {path} {version}\r\n".encode() + b"\r\n".join(headers))
    threading.Thread(target=relay, args=(client, server), daemon=True).start()
    relay(server, client)


def guarded(client):
    try:
        serve(client)
    except Exception as error:  # noqa: BLE001 - a stand-in that goes on
        print(error, file=sys.stderr)
    finally:
        client.close()


listener = socket.create_server((ADDRESS, int(PORT)), backlog=64)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=guarded, args=(connection,), daemon=True).start()
