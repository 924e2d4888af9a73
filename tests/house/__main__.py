"""``python -m tests.house``: print what breaks a house rule; exit code 1 if anything does."""

from __future__ import annotations

import sys

from tests.house.rules import check_all
from tests.house.source import project_sources

findings = check_all(project_sources())
for finding in findings:
    print(finding)  # noqa: T201
sys.exit(1 if findings else 0)
