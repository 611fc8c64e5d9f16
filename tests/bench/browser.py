"""A browser without a network: calls the WSGI application in the process, keeps cookies, fills forms."""

import gzip
import io
import re
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.handlers.wsgi import WSGIHandler

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Page:
    """A response: `status`, `headers`, `wire` (bytes sent, compressed as sent) and `text`."""

    def __init__(self, status: int, headers: dict[str, str], wire: bytes) -> None:
        self.status, self.headers, self.wire = status, headers, wire
        packed = headers.get("Content-Encoding") == "gzip"
        self.text = (gzip.decompress(wire) if packed else wire).decode("utf-8", "replace")


class Browser:
    person = 0  # whose browser it is, where a measurement wants to know

    def __init__(self) -> None:
        self.app = WSGIHandler()
        self.cookies: dict[str, str] = {}
        self.requests = 0
        self.bytes = 0
        self.token = ""

    def get(self, path: str) -> Page:
        return self.call("GET", path, b"")

    def post(self, path: str, form: dict[str, Any]) -> Page:
        """Sends a form with the token of the page last seen, and follows one redirect."""
        body = urlencode({"csrfmiddlewaretoken": self.token} | form, doseq=True).encode()
        page = self.call("POST", path, body)
        if page.status in (301, 302, 303):
            return self.get(page.headers["Location"])
        return page

    def send(self, path: str, form: dict[str, Any], *headers: str) -> Page:
        """Sends a form as a script does, with these headers set to 1; follows nothing."""
        body = urlencode({"csrfmiddlewaretoken": self.token} | form, doseq=True).encode()
        names = {f"HTTP_{name.upper().replace('-', '_')}": "1" for name in headers}
        return self.call("POST", path, body, names)

    def call(
        self, method: str, address: str, body: bytes, headers: dict[str, str] | None = None
    ) -> Page:
        parts = urlsplit(address)
        heads: dict[str, str] = {}
        state = {"status": 0}

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            state["status"] = int(status[:3])
            for name, value in headers:
                heads[name] = value
                if name == "Set-Cookie":
                    self.remember(value)
            return bytes

        environment = self.environment(method, parts.path, parts.query, body) | (headers or {})
        result = self.app(environment, start_response)
        wire = b"".join(result)
        if hasattr(result, "close"):
            result.close()
        self.requests += 1
        self.bytes += len(wire)
        page = Page(state["status"], heads, wire)
        self.token = found.group(1) if (found := TOKEN.search(page.text)) else self.token
        return page

    def remember(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            self.cookies[name] = morsel.value

    def environment(self, method: str, path: str, query: str, body: bytes) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
        }
