"""From a request to the endpoint that answers it: one table for each host."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pos_app.training.http11 import Exchange, Request
from pos_app.training.merchant import Merchant
from pos_app.training.wire import ApiError, Reply, error_reply


@dataclass(frozen=True, slots=True)
class Call:
    """A request that found its endpoint. `device_id` is empty where no session is needed."""

    request: Request
    exchange: Exchange
    params: Mapping[str, str]
    device_id: str


Endpoint = Callable[[Call], Awaitable[Reply | None]]
"""Gives the answer, or None when it has written the answer itself. Raises ApiError."""


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path; ``{name}`` takes one segment, ``{name*}`` at the end all the rest."""

    method: str
    path: str
    endpoint: Endpoint
    needs_session: bool = True
    pattern: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", tuple(self.path.strip("/").split("/")))

    def match(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """The parameters in the path, or None when it is another path."""
        params: dict[str, str] = {}
        for index, part in enumerate(self.pattern):
            if part.endswith("*}") and index < len(segments):
                return params | {part[1:-2]: "/".join(segments[index:])}
            if index >= len(segments):
                return None
            if part.startswith("{"):
                params[part[1:-1]] = segments[index]
            elif part != segments[index]:
                return None
        return params if len(segments) == len(self.pattern) else None


class Host:
    """Answers the requests of one host by its routes."""

    def __init__(self, merchant: Merchant, routes: Iterable[Route]) -> None:
        self._merchant = merchant
        self._routes = tuple(routes)

    async def __call__(self, exchange: Exchange) -> None:
        """Answers one request; every ApiError becomes its JSON body."""
        try:
            reply = await self._dispatch(exchange)
        except ApiError as error:
            reply = error_reply(error)
        if reply is not None:
            await exchange.send(reply)

    async def _dispatch(self, exchange: Exchange) -> Reply | None:
        request = exchange.request
        method = "GET" if request.method == "HEAD" else request.method
        segments = request.segments
        for route in self._routes:
            params = route.match(segments) if route.method == method else None
            if params is not None:
                return await route.endpoint(self._call(route, exchange, params))
        raise ApiError("RouteNotFound", f"There is no {method} of this path on this host.")

    def _call(self, route: Route, exchange: Exchange, params: Mapping[str, str]) -> Call:
        device_id = ""
        if route.needs_session:
            header = exchange.request.headers.get("x-firmly-authorization")
            device_id = self._merchant.sessions.device_of(header)
        if "domain" in params:
            self._merchant.check_domain(params["domain"])
        return Call(exchange.request, exchange, params, device_id)
