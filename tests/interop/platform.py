"""A learning system on a server of its own (lti1p3platform): it launches us, hands out access tokens
and takes scores, over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.test import Client
from django.urls import reverse
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import MessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request
from lti1p3platform.score import UpdateScoreStatus
from lti1p3platform.service_connector import AssignmentsGradesService

from lms.interop.lti import keys
from lms.interop.lti.models import Platform

DEPLOYMENT = "1"
CLIENT_ID = "khach-1"
PERSON = {"user_id": "nguoi-42", "full_name": "Đinh Thị Ỷ Lan", "email_address": "lan@vi.du"}
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"

Claims = dict[str, Any]


class _Configuration(LTI1P3PlatformConfAbstract):
    def init_platform_config(self, registration: Registration) -> None:
        self._registration = registration

    def get_registration_by_params(self, **kwargs: Any) -> Registration:
        assert self._registration is not None
        return self._registration


class _Login(OIDCLoginAbstract):
    def set_lti_message_hint(self, **kwargs: Any) -> None:
        self._lti_message_hint = kwargs["hint"]

    def get_redirect(self, url: str) -> str:
        return url


class _Asked(Request):
    def build_metadata(self, request: Any) -> Any:
        return request


class _Launch(MessageLaunchAbstract):
    def render_launch_form(self, launch_data: Any, **kwargs: Any) -> Any:
        return launch_data

    def prepare_launch(self, preflight_response: dict[str, Any]) -> None:
        self._registration = self._platform_config.get_registration()


class _Scores(AssignmentsGradesService):
    def __init__(self, platform: LearningSystem, request: Request) -> None:
        super().__init__(
            request, platform.configuration, f"{platform.url}/muc", f"{platform.url}/muc/7"
        )
        self.platform = platform

    def update_score(self, line_item_id: str, score: Any) -> UpdateScoreStatus:
        self.platform.scores.append(score)
        return UpdateScoreStatus.SUCCESS


for _name in ("find_lineitems", "find_lineitem", "create_lineitem", "update_lineitem",
              "delete_lineitem", "get_results"):  # fmt: skip
    setattr(_Scores, _name, lambda self, *args, **kwargs: None)
_Scores.__abstractmethods__ = frozenset()


class LearningSystem:
    """`change`: alters the claims before they are signed. `answers`: status codes the services give
    instead of working, one each, in order. `person`: who comes, {} for nobody in particular."""

    def __init__(self, url: str, tool: str, target: str) -> None:
        self.url, self.tool, self.target = url, tool, target
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.configuration = _Configuration(registration=self._registration())
        self.scores: list[Any] = []
        self.answers: list[int] = []
        self.asked: list[str] = []
        self.person: dict[str, str] = PERSON
        self.change: Callable[[Claims], None] = lambda claims: None

    def _registration(self) -> Registration:
        pem = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = self.private.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )
        return (
            Registration()
            .set_iss(self.url)
            .set_client_id(CLIENT_ID)
            .set_deployment_id(DEPLOYMENT)
            .set_launch_url(self.target)
            .set_oidc_login_url(f"{self.tool}{reverse('lti:login')}")
            .set_tool_key_set_url(f"{self.tool}{reverse('lti:key_set')}")
            .set_platform_private_key(pem.decode())
            .set_platform_public_key(public.decode())
        )

    def registered(self, **fields: Any) -> Platform:
        """At our site, as an administrator would do it."""
        values = {
            "name": "Trường Số",
            "issuer": self.url,
            "client_id": CLIENT_ID,
            "deployments": DEPLOYMENT,
            "auth_url": f"{self.url}/dang-nhap",
            "token_url": f"{self.url}/quyen",
            "jwks_url": f"{self.url}/khoa",
        }
        return Platform.objects.create(**{**values, **fields})

    def knows_our_keys(self) -> None:
        """Where it cannot ask our address for them: the site of a test without a server."""
        self.configuration.get_registration().set_tool_key_set({"keys": keys.published()})

    # --- what it does in a launch ---

    def first_address(self) -> str:
        """Where its page sends the browser to begin."""
        login = _Login(None, self.configuration)
        login.set_lti_message_hint(hint="bai-7")
        return str(login.initiate_login(self.person.get("user_id", "an-danh")))

    def pass_for(self, asked: dict[str, str]) -> dict[str, str]:
        """The form it sends the browser back with: state and id_token."""
        launch = _Launch(_Asked({"get_data": asked, "form_data": {}}), self.configuration)
        launch.prepare_launch(asked)
        launch.validate_preflight_response(asked)
        if self.person:
            launch.set_user_data(lis_roles=[], **self.person)
        launch.set_resource_link_claim("cho-dat-1", title="Bài 7")
        launch.set_extra_claims(
            {
                AGS: {
                    "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
                    "lineitem": f"{self.url}/muc/7",
                },
                f"{CLAIM}launch_presentation": {"return_url": f"{self.url}/khoa-hoc"},
            }
        )
        claims, state = launch.get_launch_data()
        self.change(claims)
        token = self.configuration.get_registration().platform_encode_and_sign(
            claims, expiration=None if "exp" in claims else 300
        )
        return {"state": state, "id_token": token}

    # --- its pages and services ---

    def page(self, path: str, asked: dict[str, str]) -> str:
        if path == "/khoa-hoc":
            source = escape(self.first_address())
            return f'<iframe title="Bài 7" width="350" height="700" src="{source}"></iframe>'
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in self.pass_for(asked).items()
        )
        form = f'<form method="post" action="{escape(asked["redirect_uri"])}">{fields}</form>'
        return f"{form}<script>document.forms[0].submit()</script>"

    def token(self, form: dict[str, str]) -> Any:
        return self.configuration.get_access_token(form)

    def score(self, headers: Any, content: Any) -> int:
        asked = _Asked({"method": "POST", "headers": headers, "json": content, "get_data": {}})
        service = _Scores(self, asked)
        answer = service.handle_resp(service.handle_update_score, line_item_id="7")
        return int(answer.code)


def _handler(system: LearningSystem) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            system.asked.append(parts.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/khoa":
                return self._say(200, json.dumps(system.configuration.get_jwks()))
            self._say(
                200,
                '<!doctype html><html lang="vi"><title>Trường Số</title>'
                + system.page(parts.path, asked),
                "text/html; charset=utf-8",
            )

        def do_POST(self) -> None:
            system.asked.append(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            if system.answers:
                return self._say(system.answers.pop(0), "{}")
            if self.path == "/quyen":
                form = {name: values[0] for name, values in parse_qs(body).items()}
                return self._say(200, json.dumps(system.token(form)))
            self._say(system.score(self.headers, json.loads(body)), "")

        def _say(self, status: int, text: str, kind: str = "application/json") -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


@contextmanager
def learning_system(tool: str, target: str, host: str = "127.0.0.1") -> Iterator[LearningSystem]:
    """Runs it meanwhile. `tool`: our address; `target`: the practice its course shows. With `host` the
    same as ours a browser takes both for one site and keeps cookies in frames."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    system = LearningSystem(f"http://{host}:{server.server_port}", tool, target)
    server.RequestHandlerClass = _handler(system)
    Thread(target=server.serve_forever, daemon=True).start()
    yield system
    server.shutdown()
    server.server_close()


def launched(client: Client, system: LearningSystem) -> Any:
    """A whole launch without a browser, up to what our launch address answers."""
    return client.post(reverse("lti:launch"), passed(client, system))


def passed(client: Client, system: LearningSystem) -> dict[str, str]:
    """The login, then the form that comes back from the platform."""
    begun = client.get(system.first_address().removeprefix(system.tool))
    assert begun.status_code == 302, begun.content.decode()
    asked = {
        name: values[0] for name, values in parse_qs(urlsplit(begun["Location"]).query).items()
    }
    return system.pass_for(asked)


def resigned(token: str, key: Any, **headers: str) -> str:
    """The same claims signed by somebody else."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, key, algorithm="RS256", headers=headers)
