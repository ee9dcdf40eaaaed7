"""An AWS that looks at nothing but signatures, by botocore's own arithmetic: what is not signed as AWS wants it is refused.

Usage: signed.py ADDRESS PORT RECORD
"""

import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ADDRESS, PORT, RECORD = sys.argv[1:4]
KEYS = Credentials("ASIAEXAMPLE", "secret", "session")
SCOPE = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})"
)
ANSWER = b'{"Parameter": {"Value": "x"}}<Key>minion/a@1</Key>'


class Signed(BaseHTTPRequestHandler):
    def expected(self, body):
        found = SCOPE.fullmatch(self.headers.get("Authorization", ""))
        if found is None:
            return "unsigned"
        key, region, service, names, signature = found.groups()
        headers = {name: self.headers[name] for name in names.split(";")}
        if key != KEYS.access_key or headers.get("x-amz-security-token") != KEYS.token:
            return "another key"
        if service == "s3" and "x-amz-content-sha256" not in headers:
            return "S3 wants the digest of the content"
        auth = (S3SigV4Auth if service == "s3" else SigV4Auth)(KEYS, service, region)
        request = AWSRequest(
            method=self.command, url=f"http://{self.headers['Host']}{self.path}", data=body, headers=headers
        )
        request.context["timestamp"] = headers["x-amz-date"]
        wanted = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
        return "right" if wanted == signature else "wrong signature"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        verdict = self.expected(body)
        with open(RECORD, "a") as record:
            record.write(f"{self.command} {self.path} {verdict}\n")
        self.send_response(200 if verdict == "right" else 403)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    do_GET = do_PUT = do_POST = do_DELETE = answer

    def log_message(self, *_):
        pass


ThreadingHTTPServer((ADDRESS, int(PORT)), Signed).serve_forever()
