"""Which addresses may be called: those of the connection, and for pictures any secure one."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from pos_app.domain.connection import is_loopback
from pos_app.domain.errors import Code

Origin = tuple[str, str, int]
_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> Origin | None:
    """Scheme, host and port by which servers are told apart (RFC 6454, 4); None if it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if parts.username is not None or not parts.hostname or not port:
        return None
    return parts.scheme, parts.hostname.rstrip("."), port


@dataclass(frozen=True, slots=True)
class Hosts:
    """The origins that may be called."""

    origins: frozenset[Origin] = frozenset()

    @classmethod
    def of(cls, *urls: str) -> Hosts:
        """Those of some base URLs."""
        return cls(frozenset(found for url in urls if (found := origin_of(url)) is not None))

    @property
    def are_local(self) -> bool:
        """Whether they are all on this computer, as those of the training store are."""
        return bool(self.origins) and all(is_loopback(host) for _, host, _ in self.origins)


def refused(url: str, hosts: Hosts) -> Code | None:
    """Why a call must not be made, or None."""
    origin = origin_of(url)
    if origin is None or origin[0] not in _PORTS:
        return Code.BAD_URL
    if origin[0] == "http" and not is_loopback(origin[1]):
        return Code.PLAIN_HTTP
    return None if origin in hosts.origins else Code.HOST_REFUSED


def picture_refused(url: str, hosts: Hosts) -> Code | None:
    """Why a picture must not be fetched, or None.

    A catalogue's pictures lie with whatever service the merchant chose: any host will do, by https.
    But a server's words must not make this computer call its own network: addresses that are
    private are refused, except the training store's from the training store. (A name that leads to
    a private address is not recognised; it answers to TLS or not at all.)
    """
    origin = origin_of(url)
    if origin is None or origin[0] not in _PORTS:
        return Code.BAD_URL
    if _is_inside(origin[1]):
        return None if hosts.are_local and is_loopback(origin[1]) else Code.HOST_REFUSED
    return Code.PLAIN_HTTP if origin[0] == "http" else None


def _is_inside(host: str) -> bool:
    """Whether it is an address or a name of this computer or of a private network."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host
