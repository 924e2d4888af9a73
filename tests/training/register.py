"""A plain register that talks to the training merchant: what a client of the API does by hand."""

from __future__ import annotations

import json
import socket
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from joserfc import jwe
from joserfc.jwk import RSAKey

from pos_app.training import Endpoints

Json = dict[str, Any]

APPROVED = "4111111111111111"


def card(number: str = APPROVED, **changes: str) -> Json:
    """The plaintext of a card."""
    plain = {
        "number": number,
        "name": "John Smith",
        "verification_value": "123",
        "month": "08",
        "year": "2049",
    }
    return plain | changes


def address(**changes: str) -> Json:
    """An address in a state with 6.5 % tax."""
    plain = {
        "first_name": "Li",
        "last_name": "Smith",
        "email": "li@example.com",
        "phone": "+12065550100",
        "address1": "1 Main Street",
        "city": "Seattle",
        "state_or_province": "WA",
        "country": "US",
        "postal_code": "98101",
    }
    return plain | changes


@dataclass(frozen=True)
class Told:
    """What came back of an order: status and media type unless nothing did, bytes, the failure."""

    status: int | None
    media_type: str
    body: bytes
    failure: httpx.TransportError | None
    headers: httpx.Headers = field(default_factory=httpx.Headers)

    @property
    def json(self) -> Json:
        value: Json = json.loads(self.body)
        return value

    @property
    def events(self) -> list[tuple[str, str]]:
        """Name and data of every complete event."""
        text = self.body.decode().removeprefix("\ufeff").replace("\r\n", "\n")
        found = []
        for block in text.split("\n\n")[:-1]:
            lines = [line.partition(": ") for line in block.split("\n")]
            data = [value for name, _, value in lines if name == "data"]
            names = [value for name, _, value in lines if name == "event"]
            if data:
                found.append((names[-1], "\n".join(data)))
        return found

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.events]


class Register:
    """One device with a session."""

    def __init__(self, endpoints: Endpoints) -> None:
        self.endpoints = endpoints
        # Nothing here speaks TLS: an empty context spares loading the trust store.
        self.http = httpx.Client(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), timeout=20)
        self.session = self.open_session().json()

    def close(self) -> None:
        self.http.close()

    @property
    def auth(self) -> dict[str, str]:
        return {"x-firmly-authorization": self.session["access_token"]}

    def open_session(self, previous: str = "", app_id: str = "") -> httpx.Response:
        headers = {"x-firmly-app-id": app_id or self.endpoints.app_id}
        body = {"access_token": previous} if previous else None
        return self.http.post(
            f"{self.endpoints.api_url}/api/v1/browser-session", headers=headers, json=body
        )

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.http.get(self.endpoints.api_url + path, headers=self.auth, params=query or None)

    def product(self, handle: str) -> Json:
        path = f"/api/v1/domains-products/{self.endpoints.domain}/{quote(handle, safe='')}"
        product: Json = self.get(path).json()
        return product

    def ref(self, sku: str = "WS12-XS-Orange", handle: str = "radiant-tee") -> Json:
        refs = {v["sku"]: v["add_to_cart_ref"] for v in self.product(handle)["variants"]}
        ref: Json = refs[sku]
        return ref

    def cart(self, method: str, path: str = "", body: Json | None = None) -> httpx.Response:
        url = f"{self.endpoints.api_url}/api/v2/domains/{self.endpoints.domain}/cart{path}"
        return self.http.request(method, url, headers=self.auth, json=body)

    def search(self, query: str, **rest: object) -> httpx.Response:
        url = f"{self.endpoints.api_url}/api/v1/discovery/search"
        return self.http.post(url, headers=self.auth, json={"query": query, **rest})

    def key(self, form: str = "") -> httpx.Response:
        query = {"format": form} if form else None
        return self.http.get(f"{self.endpoints.payment_url}/api/v1/payment/key", params=query)

    def encrypted(self, plain: Json, jwk: Json | None = None, /, **header: str) -> str:
        jwk = jwk or self.key().json()
        protected = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": jwk["kid"]} | header
        key = RSAKey.import_key({name: jwk[name] for name in ("kty", "n", "e")})
        allowed = ["RSA-OAEP-256", "RSA-OAEP", "A256GCM", "DEF"]
        token = jwe.encrypt_compact(protected, json.dumps(plain).encode(), key, allowed)
        return str(token)

    def body(self, plain: Json | None = None, /, **changes: object) -> Json:
        body: Json = {
            "encrypted_card": self.encrypted(plain or card()),
            "billing_info": address(),
            "shipping_info": address(),
            "items": [
                {"add_to_cart_ref": self.ref(), "quantity": 2},
                {"add_to_cart_ref": self.ref("MH07-XS-Gray", "hero-hoodie"), "quantity": 1},
            ],
        }
        return body | changes

    def place(self, body: Json | None = None, *, stream: bool = True, call: str = "place") -> Told:
        """Sends an order and reads until the end, however that comes."""
        url = self.payment_path(call)
        headers = self.auth | {"x-firmly-request-id": "trace-1"}
        query = {"sse": "true"} if stream else None
        content = bytearray()
        status, answer_headers = None, httpx.Headers()
        failure: httpx.TransportError | None = None
        try:
            with self.http.stream(
                "POST", url, headers=headers, params=query, json=body or self.body()
            ) as answer:
                status, answer_headers = answer.status_code, answer.headers
                for piece in answer.iter_raw():
                    content += piece
        except httpx.TransportError as problem:
            failure = problem
        media_type = answer_headers.get("content-type", "").partition(";")[0]
        return Told(status, media_type, bytes(content), failure, answer_headers)

    def payment_path(self, call: str) -> str:
        domain = self.endpoints.domain
        return f"{self.endpoints.payment_url}/api/v2/payment/domains/{domain}/{call}-order"

    def ledger(self) -> list[Json]:
        orders: list[Json] = self.http.get(f"{self.endpoints.api_url}/training/ledger").json()[
            "orders"
        ]
        return orders


def connect(url: str) -> socket.socket:
    """A raw connection to a host of the merchant."""
    place = urlsplit(url)
    return socket.create_connection((place.hostname or "", place.port or 0), timeout=20)


def read_all(sock: socket.socket) -> bytes:
    """Everything until the other side closes."""
    data = b""
    while piece := sock.recv(65536):
        data += piece
    return data
