"""The recorder hook: real programs, a real server, a real time limit."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from pos_app.domain.errors import Code, ConfigError
from pos_app.domain.recorder import RecorderAction, RecorderHook, checked_hook
from pos_app.services.recorder import tell_recorder

PAUSE, RESUME = RecorderAction
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]]


def program(code: str, *arguments: str) -> RecorderHook:
    return RecorderHook((sys.executable, "-c", code, *arguments))


def tell(hook: RecorderHook, seconds: float = 30) -> str:
    return asyncio.run(tell_recorder(hook, PAUSE, seconds))


def test_the_word_comes_last_or_in_its_place() -> None:
    assert RecorderHook(("rec", "-x")).command_for(PAUSE) == ("rec", "-x", "pause")
    assert RecorderHook(("rec", "--{action}=1")).command_for(RESUME) == ("rec", "--resume=1")
    assert RecorderHook(url="https://a/{action}").url_for(PAUSE) == "https://a/pause"


def test_a_program_that_ends_well() -> None:
    assert tell(program("import sys; sys.exit(sys.argv[1] != 'pause')")) == ""


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    told = tmp_path / "told"
    code = f"import sys; open({str(told)!r}, 'w').write(sys.argv[1])"
    assert tell(program(code, "$(echo no) ; {action} | `no`")) == ""
    assert told.read_text() == "$(echo no) ; pause | `no`"


def test_what_went_wrong_is_said_in_words(tmp_path: Path) -> None:
    assert tell(program("raise SystemExit(4)")) == "exit code 4"
    assert tell(RecorderHook((str(tmp_path / "nothing"),))) == "the program was not found"
    assert tell(RecorderHook((str(tmp_path),))) == "permission denied"
    assert tell(RecorderHook(("a\0b",))) == "it can't be called like this"


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = (
        "import os, signal\n"
        f"open({str(pid)!r} + '.new', 'w').write(str(os.getpid()))\n"
        f"os.rename({str(pid)!r} + '.new', {str(pid)!r})\n"
        "signal.pause()"
    )

    async def main() -> str:
        calling = asyncio.create_task(tell_recorder(program(code), PAUSE, 1.5))
        return await calling

    assert asyncio.run(main()) == "no answer within 1.5 s"
    if pid.exists():
        assert not Path(f"/proc/{pid.read_text()}").exists()


def served(handler: Handler, path: str = "/rec?x=1", seconds: float = 30) -> str:
    """What telling a server on this computer comes to."""

    async def main() -> str:
        handled: list[asyncio.Task[None]] = []

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            handled.append(asyncio.ensure_future(handler(reader, writer)))

        async with await asyncio.start_server(connected, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            hook = checked_hook(RecorderHook(url=f"http://127.0.0.1:{port}{path}"))
            why = await tell_recorder(hook, PAUSE, seconds)
        # The line is cut once the answer is there, or given up: that ends the handler, too.
        await asyncio.gather(*handled, return_exceptions=True)
        return why

    return asyncio.run(main())


def answering(answer: bytes, asked: list[bytes] | None = None) -> Handler:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0]))
        if asked is not None:
            asked.extend((head.split(b"\r\n")[0], body))
        writer.write(answer)
        await writer.drain()
        writer.close()

    return handle


def test_a_post_says_what_to_do() -> None:
    asked: list[bytes] = []
    assert served(answering(b"HTTP/1.1 204 No Content\r\n\r\n", asked), "/{action}?x=1") == ""
    assert asked == [b"POST /pause?x=1 HTTP/1.1", b'{"action": "pause"}']


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 500 Oh\r\n\r\n", "status 500"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://example.com/\r\n\r\n", "status 302"),
        (b"SSH-2.0-x\r\n", "no HTTP answer"),
        (b"", "no HTTP answer"),
        (b"HTTP/1.1 " + b"9" * 100_000, "it can't be called like this"),
    ],
)
def test_any_other_answer_is_a_failure(answer: bytes, why: str) -> None:
    assert served(answering(answer)) == why


def test_a_server_that_is_silent_is_given_up() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    assert served(silent, seconds=0.3) == "no answer within 0.3 s"


def test_nobody_listens() -> None:
    async def main() -> str:
        async with await asyncio.start_server(answering(b""), "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
        return await tell_recorder(RecorderHook(url=f"http://127.0.0.1:{port}/"), PAUSE, 30)

    assert "connect call failed" in asyncio.run(main()) or asyncio.run(main())


@pytest.mark.parametrize(
    ("hook", "code"),
    [
        (RecorderHook(url="http://recorder.example.com/x"), Code.PLAIN_HTTP),
        (RecorderHook(url="ftp://recorder.example.com/x"), Code.BAD_URL),
        (RecorderHook(url="https://a.example.com/x#y"), Code.BAD_URL),
        (RecorderHook(url="https://user:pw@a.example.com/"), Code.BAD_URL),
        (RecorderHook(("rec",), "https://a.example.com/"), Code.BAD_URL),
    ],
)
def test_hooks_that_are_refused(hook: RecorderHook, code: Code) -> None:
    with pytest.raises(ConfigError) as caught:
        checked_hook(hook)
    assert caught.value.problem.code is code


def test_hooks_that_are_taken() -> None:
    assert checked_hook(RecorderHook((" ",), " ")) == RecorderHook()
    assert checked_hook(RecorderHook(url=" https://a.example.com/{action}?b=c ")).url == (
        "https://a.example.com/{action}?b=c"
    )
    assert checked_hook(RecorderHook(("rec", ""))).command == ("rec", "")
