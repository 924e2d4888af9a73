"""The bytes of the payment host's answers, good and bad, for one order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus

_PAGE = b"<!doctype html><html><body><h1>It broke</h1></body></html>"
_ERROR_IDS = {401: "TokenExpired", 429: "RateLimitExceeded"}
_ODD = b': a comment\nevent: fraud-check\ndata: {"score": 3}\n\n'


@dataclass(frozen=True, slots=True)
class Basket:
    """What the merchant tells of an order. `minor`: its total, in cents; `promo`: its coupon."""

    cart_id: str
    order_number: str
    minor: int
    promo: str = ""

    def cart(self, status: str = "active") -> dict[str, object]:
        """The cart as JSON (§4)."""
        total = {"currency": "USD", "value": self.minor / 100, "number": self.minor}
        line = {"sku": "FAULT-1", "description": "Tank", "quantity": 1, "price": total}
        return {
            "cart_id": self.cart_id,
            "cart_status": status,
            "line_items": [line],
            "sub_total": total,
            "total": total,
            "coupons": [{"code": self.promo}] if self.promo else [],
        }

    def order(self) -> dict[str, object]:
        """The order that the cart became."""
        return {**self.cart("submitted"), "platform_order_number": self.order_number}


def part(word: str, basket: Basket) -> bytes:
    """The bytes that a word of a script stands for; `half …` for the first half of them."""
    if word.startswith("half "):
        whole = part(word.removeprefix("half "), basket)
        return whole[: len(whole) // 2]
    match word:
        case "head":
            return _stream_head("text/event-stream")
        case "wrong-head":
            return _stream_head("application/octet-stream")
        case "end":
            return b"0\r\n\r\n"
        case "half-chunk":
            return b"ffff\r\nevent: order-placed\ndata: {"
        case "odd":
            return _chunk(_ODD)
        case _ if word[:3].isdigit():
            return whole_answer(int(word[:3]), word[4:], basket)
        case _:
            return _chunk(_event(word, basket))


def _event(word: str, basket: Basket) -> bytes:
    name, data = word, json.dumps({"cart": basket.cart()})
    match word:
        case "creating-cart":
            data = "{}"
        case "order-placed":
            data = json.dumps({"order": basket.order()})
        case "no-number":
            name, data = "order-placed", json.dumps({"order": basket.cart("submitted")})
        case "bad-json-placed":
            name, data = "order-placed", '{"order": {"platform_order_number": "77'
        case "declined" | "store-down":
            error = "ErrorPaymentDeclined" if word == "declined" else "ErrorStoreUnavailable"
            name, data = "error", json.dumps({"code": 402, "error": error, "description": "No."})
    return f"event: {name}\ndata: {data}\n\n".encode()


def whole_answer(status: int, shape: str, basket: Basket) -> bytes:
    """An answer that is no stream."""
    error = {"code": status, "error": _ERROR_IDS.get(status, "Oops"), "description": "No."}
    match shape:
        case "json":
            return _reply(status, "application/json", json.dumps(error).encode())
        case "declined":
            declined = {**error, "error": "ErrorPaymentDeclined"}
            return _reply(status, "application/json", json.dumps(declined).encode())
        case "notice":
            notice = {"code": "PRICE_INCREASED", "message": "Dearer now."}
            changed = {**basket.cart(), "notices": [notice]}
            return _reply(status, "application/json", json.dumps(changed).encode())
        case "order" | "cut-json":
            whole = _reply(status, "application/json", json.dumps(basket.order()).encode())
            return whole if shape == "order" else whole[:-20]
        case "bad-json":
            return _reply(status, "application/json", b'{"order": {"platform')
        case "html":
            return _reply(status, "text/html", _PAGE)
        case _:
            return _reply(status, "", b"")


def json_answer(value: object, *, close: bool = False, **headers: str) -> bytes:
    """A good JSON answer; `close` ends the connection with it."""
    more = {name.replace("_", "-"): text for name, text in headers.items()}
    if close:
        more["connection"] = "close"
    return _reply(200, "application/json", json.dumps(value).encode(), more)


def _reply(status: int, media: str, body: bytes, more: dict[str, str] | None = None) -> bytes:
    headers = {"content-type": media} if media else {}
    if status != HTTPStatus.NO_CONTENT:
        headers["content-length"] = str(len(body))
    if 300 <= status < 400:
        headers["location"] = "/api/v2/payment/domains/elsewhere.example/place-order?sse=true"
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {text}" for name, text in {**headers, **(more or {})}.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _stream_head(media: str) -> bytes:
    return (
        f"HTTP/1.1 200 OK\r\ncontent-type: {media}\r\ntransfer-encoding: chunked\r\n\r\n".encode()
    )


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)
