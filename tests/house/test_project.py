from __future__ import annotations

from tests.house.rules import check_all
from tests.house.source import project_sources


def test_the_project_keeps_its_house_rules() -> None:
    sources = project_sources()
    assert any(source.path == "pyproject.toml" for source in sources)

    assert [str(finding) for finding in check_all(sources)] == []
