"""Telling a call recorder to pause or to go on: one call with a time limit, never a shell."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
from urllib.parse import urlsplit

from pos_app.domain.recorder import LIMIT_SECONDS, RecorderAction, RecorderHook

_MOST_OF_STATUS_LINE = 1024
_USER_AGENT = "pos-app"


async def tell_recorder(
    hook: RecorderHook, action: RecorderAction, seconds: float = LIMIT_SECONDS
) -> str:
    """Call the hook; an empty text when it did as told, else why not, in a few words."""
    try:
        async with asyncio.timeout(seconds):
            if hook.command:
                return await _run(hook.command_for(action))
            return await _post(hook.url_for(action), action)
    except TimeoutError:
        return f"no answer within {seconds:g} s"
    except ssl.SSLError:
        return "no secure connection"
    except FileNotFoundError:
        return "the program was not found"
    except OSError as error:
        return (error.strerror or "it could not be reached").lower()
    except ValueError:
        return "it can't be called like this"


async def _run(command: tuple[str, ...]) -> str:
    nothing = asyncio.subprocess.DEVNULL
    # On Windows no console window may flash up in front of the clerk.
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    process = await asyncio.create_subprocess_exec(
        *command, stdin=nothing, stdout=nothing, stderr=nothing, creationflags=flags
    )
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return "" if code == 0 else f"exit code {code}"


async def _post(url: str, action: RecorderAction) -> str:
    """POST without redirects, proxies or cookies; any answer of 200 to 299 will do."""
    parts = urlsplit(url)
    context = _trust() if parts.scheme == "https" else None
    port = parts.port or (443 if context else 80)
    reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=context)
    try:
        writer.write(_request(url, action))
        await writer.drain()
        line = await reader.readline()
    finally:
        writer.transport.abort()  # nothing else is wanted of it
    words = line[:_MOST_OF_STATUS_LINE].split()
    if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or not words[1].isdigit():
        return "no HTTP answer"
    status = int(words[1])
    return "" if 200 <= status <= 299 else f"status {status}"


def _request(url: str, action: RecorderAction) -> bytes:
    parts = urlsplit(url)
    body = json.dumps({"action": action.value}).encode()
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = (
        f"POST {target} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"User-Agent: {_USER_AGENT}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    )
    return "\r\n".join((*head, "", "")).encode("ascii") + body


def _trust() -> ssl.SSLContext:
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
