"""A GitHub that knows comments of pull requests, and nothing else."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class GitHub:
    """Keeps the comments of one pull request and what it was asked."""

    def __init__(self, token, comments=()):
        self.comments, self.requests, github = [dict(comment) for comment in comments], [], self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                github.requests.append((self.command, self.path))
                if self.headers.get("Authorization") != f"Bearer {token}":
                    return self.say(401, {"message": "Bad credentials"})
                return self.say(*github.do(self.command, self.path, body))

            do_GET = do_POST = do_PATCH = answer

            def say(self, status, value):
                text = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def do(self, method, path, body):
        """The status and the answer to a request, as GitHub's REST API has them."""
        if found := re.fullmatch(r"/repos/hsi/grafana/issues/7/comments\?per_page=100&page=(\d+)", path):
            page = int(found[1])
            return 200, self.comments[(page - 1) * 100:page * 100]
        if method == "POST" and path == "/repos/hsi/grafana/issues/7/comments":
            self.comments.append({"id": 1000 + len(self.comments), "body": body["body"]})
            return 201, self.comments[-1]
        if found := re.fullmatch(r"/repos/hsi/grafana/issues/comments/(\d+)", path):
            for comment in self.comments:
                if method == "PATCH" and comment["id"] == int(found[1]):
                    comment["body"] = body["body"]
                    return 200, comment
        return 404, {"message": "Not Found"}

    def stop(self):
        self.server.shutdown()
