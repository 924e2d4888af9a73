"""Which merchant this register takes orders for, and over which hosts."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from pos_app.domain.errors import Code, ConfigError, Problem
from pos_app.domain.recorder import NO_RECORDER, RecorderHook
from pos_app.domain.updates import UpdateSource, is_public_key

DEFAULT_API_URL = "https://api.firmly.work"
DEFAULT_PAYMENT_URL = "https://cc.firmly.work"
# Kinder than the standards, but nothing that two parsers of URLs could read differently.
_URL = re.compile(r"[!-~]+", re.ASCII)
_MAX_DOMAIN_LENGTH = 253  # RFC 1035, 2.3.4, as text
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


@dataclass(frozen=True, slots=True)
class Connection:
    """Hosts, public app id and merchant domain. `training` marks the built-in training store."""

    app_id: str
    domain: str
    api_url: str = DEFAULT_API_URL
    payment_url: str = DEFAULT_PAYMENT_URL
    training: bool = False

    @property
    def api_host(self) -> str:
        """Host and port of the API; the training store's port changes, its name does not."""
        return "training-store" if self.training else urlsplit(self.api_url).netloc

    def same_merchant(self, other: Connection) -> bool:
        """Whether both reach the same merchant in the same way, so that they share a session."""
        mine = (self.api_host, self.app_id, self.domain)
        return mine == (other.api_host, other.app_id, other.domain)


class Theme(StrEnum):
    """Light, dark, or as the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the register remembers. `connection` is None until the first start is through.

    `sign_in` says whether there were clerks with a PIN when the program last ran: what to show
    until the list of clerks, which alone counts, has been read. `updates` is None unless somebody
    has set where newer versions are announced.
    """

    connection: Connection | None = None
    clerk: str = ""
    country: str = "US"
    theme: Theme = Theme.SYSTEM
    sign_in: bool = False
    recorder: RecorderHook = NO_RECORDER
    updates: UpdateSource | None = None


def is_loopback(host: str) -> bool:
    """Whether `host` is this computer: "localhost", 127.0.0.0/8 or ::1."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_url(text: str) -> str:
    """`text` as a base URL without a trailing slash.

    Raises:
        ConfigError: not https (plain http is for loopback hosts only), or not a URL of a host.
    """
    tidy = text.strip()
    if not _URL.fullmatch(tidy) or "\\" in tidy:
        raise ConfigError(Problem(Code.BAD_URL, where=text))
    try:
        parts = urlsplit(tidy)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigError(Problem(Code.BAD_URL, where=text)) from None
    extra = parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or not host or extra:
        raise ConfigError(Problem(Code.BAD_URL, where=text))
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigError(Problem(Code.PLAIN_HTTP, where=host))
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def check_domain(text: str) -> str:
    """`text` as a bare merchant domain ("staging.luma.gift"); a pasted https link is taken apart.

    Raises:
        ConfigError: not a domain name.
    """
    bare = text.strip().casefold()
    try:
        if "//" in bare:
            bare = urlsplit(bare).hostname or ""
        ascii_name = bare.rstrip("/.").encode("idna").decode("ascii")
    except ValueError:  # of a broken address; UnicodeError, of a name that is none, is one, too
        raise ConfigError(Problem(Code.BAD_DOMAIN, where=text)) from None
    labels = ascii_name.split(".")
    fits = len(labels) >= 2 and len(ascii_name) <= _MAX_DOMAIN_LENGTH
    if not fits or not all(_LABEL.fullmatch(label) for label in labels):
        raise ConfigError(Problem(Code.BAD_DOMAIN, where=text))
    return ascii_name


def checked(connection: Connection) -> Connection:
    """The same connection with tidy URLs and domain.

    Raises:
        ConfigError: a part of it can't be used; `problem.where` is the text of that part.
    """
    app_id = connection.app_id.strip()
    if not app_id or not app_id.isprintable() or not app_id.isascii() or " " in app_id:
        raise ConfigError(Problem(Code.INVALID_APP_ID, where=app_id))
    return Connection(
        app_id=app_id,
        domain=check_domain(connection.domain),
        api_url=check_url(connection.api_url),
        payment_url=check_url(connection.payment_url),
        training=connection.training,
    )


def checked_source(source: UpdateSource) -> UpdateSource:
    """The same source with a tidy URL.

    Raises:
        ConfigError: the URL is not https, on loopback neither, or the key is none.
    """
    url = check_url(source.url)
    if not url.startswith("https:"):
        raise ConfigError(Problem(Code.PLAIN_HTTP, where=url))
    if not is_public_key(source.public_key):
        raise ConfigError(Problem(Code.KEY_REFUSED, where=url))
    return UpdateSource(url, source.public_key)
