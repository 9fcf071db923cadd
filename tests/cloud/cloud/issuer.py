"""An OpenID Connect provider on loopback, whose tokens API Gateway verifies."""

import base64
import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

AUDIENCE = "https://quiz.example.org"

Claims = Mapping[str, object]


class SigningKey:
    """A 2048-bit RSA key with its key id."""

    def __init__(self, kid: str) -> None:
        self.kid = kid
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def public(self) -> dict[str, str]:
        numbers = self._key.public_key().public_numbers()
        key = {"n": _base64_of_number(numbers.n), "e": _base64_of_number(numbers.e)}
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, **key}

    def token(self, claims: Claims) -> str:
        head = {"alg": "RS256", "typ": "JWT", "kid": self.kid}
        signed = f"{_base64_of_json(head)}.{_base64_of_json(claims)}"
        signature = self._key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{_base64(signature)}"


class Issuer:
    """The provider. It records every issued token, because a check searches the logs for them."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.addresses: dict[str, str] = {}
        self.userinfo_tokens: list[str] = []
        self._key = SigningKey("cloud-1")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))

    def __enter__(self) -> "Issuer":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def claims(self, subject: str) -> dict[str, object]:
        """Returns the claims of a token without an email address."""
        now = int(time.time())
        return {"iss": self.url, "sub": subject, "aud": AUDIENCE, "iat": now - 5, "exp": now + 3600}

    def claims_of(self, email: str) -> dict[str, object]:
        """Returns the claims of a token with a verified email address."""
        return {**self.claims(f"user|{email}"), "email": email, "email_verified": True}

    def token_of(self, email: str) -> str:
        return self.token(self.claims_of(email))

    def token_without_address(self, email: str) -> str:
        """Returns a token whose address only the userinfo endpoint returns."""
        token = self.token(self.claims(f"user|{email}"))
        self.addresses[token] = email
        return token

    def token(self, claims: Claims) -> str:
        return self._recorded(self._key.token(claims))

    def forged(self, claims: Claims) -> str:
        """Returns a token with the provider's key id, signed with another key."""
        return self._recorded(SigningKey(self._key.kid).token(claims))

    def document(self, path: str, token: str) -> object | None:
        """Returns the document at a path for a request with this token."""
        match path:
            case "/.well-known/openid-configuration":
                return self._configuration()
            case "/jwks":
                return {"keys": [self._key.public()]}
            case "/userinfo" if token in self.addresses:
                self.userinfo_tokens.append(token)
                email = self.addresses[token]
                return {"sub": f"user|{email}", "email": email, "email_verified": True}
        return None

    def granted(self, path: str, form: str) -> object | None:
        """Returns the response of the token endpoint to a form with the address of a player."""
        names = parse_qs(form).get("username", [])
        if path != "/token" or len(names) != 1:
            return None
        return {"access_token": self.token_of(names[0]), "token_type": "Bearer"}

    def _configuration(self) -> dict[str, object]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "jwks_uri": f"{self.url}/jwks",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _recorded(self, token: str) -> str:
        self.tokens.append(token)
        return token


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            self._respond(issuer.document(self.path, token))

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            self._respond(issuer.granted(self.path, form))

        def _respond(self, document: object | None) -> None:
            body = json.dumps(document).encode()
            self.send_response(404 if document is None else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Suppresses the log of the provider."""

    return Handler


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _base64_of_json(value: Claims) -> str:
    return _base64(json.dumps(value).encode())


def _base64_of_number(number: int) -> str:
    return _base64(number.to_bytes((number.bit_length() + 7) // 8, "big"))
