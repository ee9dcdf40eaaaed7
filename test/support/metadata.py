"""EC2's instance metadata, second version only: without a session token every answer is 401.

Usage: metadata.py ADDRESS RECORD VALUES, where VALUES is a JSON object of paths below latest/meta-data; an object
under an address is for the machine that asks from there. VALUES may be the name of a file that is read at each answer.
"""

import json
import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ADDRESS, RECORD, VALUES = sys.argv[1:4]
TOKENS = set()


def values_for(client):
    if VALUES.startswith("{"):
        values = json.loads(VALUES)
    else:
        with open(VALUES) as file:
            values = json.load(file)
    return values | values.get(client, {})


class Metadata(BaseHTTPRequestHandler):
    def answer(self, code, body=""):
        with open(RECORD, "a") as record:
            record.write(f"{self.command} {self.path} {code}\n")
        self.send_response(code)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_PUT(self):
        if self.path != "/latest/api/token" or "X-aws-ec2-metadata-token-ttl-seconds" not in self.headers:
            return self.answer(400)
        token = secrets.token_hex(20)
        TOKENS.add(token)
        return self.answer(200, token)

    def do_GET(self):
        if self.headers.get("X-aws-ec2-metadata-token") not in TOKENS:
            return self.answer(401)
        value = values_for(self.client_address[0]).get(self.path.removeprefix("/latest/meta-data/"))
        return self.answer(404) if value is None else self.answer(200, value)


ThreadingHTTPServer((ADDRESS, 80), Metadata).serve_forever()
