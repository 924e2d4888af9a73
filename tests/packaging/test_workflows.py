"""The workflows: what actionlint does not look at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / ".github" / "workflows"
WORKFLOWS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yml"))}
SYSTEMS = ("ubuntu", "windows", "macos")

each_workflow = pytest.mark.parametrize("name", WORKFLOWS)


def test_they_are_there() -> None:
    assert set(WORKFLOWS) == {"check.yml", "freeze.yml", "release.yml"}


@each_workflow
def test_an_action_is_pinned_by_its_commit_and_names_its_version(name: str) -> None:
    for line in re.findall(r"uses: (.*)", WORKFLOWS[name]):
        assert re.fullmatch(
            r"\./\.github/workflows/[a-z]+\.yml|[a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line
        )


def test_one_action_has_one_commit() -> None:
    pins = set(re.findall(r"uses: ([a-z-]+/[a-z-]+)@([0-9a-f]{40})", "".join(WORKFLOWS.values())))
    assert len(pins) == len({action for action, _ in pins})


@each_workflow
def test_the_token_reads_and_no_more(name: str) -> None:
    permissions = re.findall(r"permissions:\n((?: +.*\n)+)", WORKFLOWS[name])
    assert permissions == ["  contents: read\n"]
    assert "write" not in re.sub(r"#.*", "", WORKFLOWS[name])


@each_workflow
def test_a_checkout_leaves_no_token_behind(name: str) -> None:
    text = WORKFLOWS[name]
    assert text.count("uses: actions/checkout@") == text.count("persist-credentials: false")


@each_workflow
def test_nothing_of_a_stranger_becomes_a_command(name: str) -> None:
    assert "pull_request_target" not in WORKFLOWS[name]
    # Expressions in commands are read by a shell: values go in as variables.
    for command in re.findall(r"run: (?:\|\n((?: {10}.*\n|\n)+)|(.*))", WORKFLOWS[name]):
        assert "${{" not in "".join(command)


@pytest.mark.parametrize("name", ["check.yml", "freeze.yml"])
def test_each_system_has_its_turn(name: str) -> None:
    systems = re.findall(r"system: \[(.*)\]", WORKFLOWS[name])
    assert systems
    assert all(each in line for line in systems for each in SYSTEMS)


def test_the_required_job_waits_for_all_others() -> None:
    text = WORKFLOWS["check.yml"]
    jobs = re.findall(r"^  ([a-z]+):$", text.partition("\njobs:\n")[2], re.MULTILINE)
    needed = re.search(r"  required:\n(?:    .*\n)*?    needs: \[(.*)\]", text)
    assert needed is not None
    assert jobs == [*needed[1].split(", "), "required"]
    assert "    if: always()\n" in text


def test_the_locked_packages_are_looked_up_on_every_change() -> None:
    job = re.search(r"^  audit:\n((?: {4}.*\n|\n)+)", WORKFLOWS["check.yml"], re.MULTILINE)
    assert job is not None
    assert "        run: python packaging/dev.py audit\n" in job[1]
    assert "if:" not in job[1]
    assert "continue-on-error" not in job[1]


def test_signing_is_off_where_there_are_no_secrets() -> None:
    text = WORKFLOWS["freeze.yml"]
    steps = [step for step in re.split(r"\n      - ", text) if "${{ secrets." in step]
    assert len(steps) == 4
    for step in steps:
        assert re.search(r"if: runner\.os == '(\w+)' && env\.SIGN_ON_\w+ == 'true'\n", step)
    for system in ("WINDOWS", "MACOS", "LINUX"):
        assert re.search(rf"SIGN_ON_{system}: \${{{{ inputs\.sign && secrets\.\w+ != '' }}}}", text)


def test_a_change_is_never_signed() -> None:
    assert "sign:" not in WORKFLOWS["check.yml"]
    assert "secrets" not in WORKFLOWS["check.yml"]
