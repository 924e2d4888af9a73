"""What an exception of the HTTP library means: a code that the window has words for."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import httpx

from pos_app.domain.errors import Code, Problem

# OpenSSL's X509_V_ERR_* numbers (x509_vfy.h).
_TOO_EARLY = 9
_EXPIRED = 10
_WRONG_NAME = frozenset({62, 64})
# Reasons of OpenSSL's: the server, or we, know of no version of TLS that the other one does.
_OLD = frozenset({"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "VERSION_TOO_LOW"})


def problem_of(error: BaseException, where: str) -> Problem:
    """The known problem behind a transport error; `where` is the host and path of the call."""
    return Problem(_code_of(error), where=where)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    node: BaseException | None = error
    while node is not None and id(node) not in seen:
        seen.add(id(node))
        yield node
        node = node.__cause__ or node.__context__


def _code_of(error: BaseException) -> Code:
    for node in _chain(error):
        code = _single(node)
        if code is not None:
            return code
    return Code.DROPPED


def _single(node: BaseException) -> Code | None:
    if isinstance(node, ssl.SSLCertVerificationError):
        return _certificate(node)
    if isinstance(node, ssl.SSLError):
        return Code.TLS_OLD if node.reason in _OLD else Code.TLS_FAILED
    if isinstance(node, socket.gaierror):
        return Code.DNS
    if isinstance(node, ConnectionRefusedError):
        return Code.REFUSED
    if isinstance(node, httpx.TimeoutException | TimeoutError):
        return Code.TIMEOUT
    if isinstance(node, httpx.ProxyError):
        return Code.PROXY
    if isinstance(node, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Code.BAD_URL
    return None


def _certificate(error: ssl.SSLCertVerificationError) -> Code:
    number = getattr(error, "verify_code", 0)
    if number in (_TOO_EARLY, _EXPIRED):
        return Code.TLS_EXPIRED if number == _EXPIRED else Code.TLS_TOO_EARLY
    return Code.TLS_WRONG_NAME if number in _WRONG_NAME else Code.TLS_UNTRUSTED
