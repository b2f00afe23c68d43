"""Both languages build without a warning, in MkDocs and in its successor, to the same site."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site import built, report
from tests.site.page import ROOT, sources

CONFIGS = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}
BUILDERS = ("mkdocs", "properdocs")


def build(builder: str, config: str, folder: Path) -> list[str]:
    """Build strictly into a folder; the warnings and errors, one line each, if it failed.

    Not quietly: then warnings would not be counted, and would stop nothing.
    """
    done = subprocess.run(
        [sys.executable, "-m", builder, "build", "--strict", "-f", config, "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    lines = [line for line in done.stderr.splitlines() if not line.startswith("INFO")]
    return [f"{builder} -f {config}: {line}" for line in lines] if done.returncode else []


@dataclass
class Builds:
    """What every builder made of every language, and what it complained about."""

    errors: list[str]
    outlines: dict[tuple[str, str], dict[str, list[tuple[int, str]]]]

    def outline(self, builder: str, language: str) -> dict[str, list[tuple[int, str]]]:
        """Level and id of every heading, page by page; skips if a build failed."""
        if self.errors:
            pytest.skip("a strict build failed; another test shows why")
        return self.outlines[builder, language]


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("strict")
    jobs = [(builder, language) for builder in BUILDERS for language in CONFIGS]

    def work(job: tuple[str, str]) -> list[str]:
        return build(job[0], CONFIGS[job[1]], folder / job[0] / job[1])

    with ThreadPoolExecutor(2) as pool:
        errors = [line for lines in pool.map(work, jobs) for line in lines]
    return Builds(errors, {job: outline(folder / job[0] / job[1]) for job in jobs})


def outline(site: Path) -> dict[str, list[tuple[int, str]]]:
    """Level and id of every heading, page by page."""
    return {page: built.read(site / page).headings for page in built.pages(site)}


def test_both_languages_build_without_a_warning(builds):
    report.nothing(builds.errors)


@pytest.mark.parametrize("language", CONFIGS)
def test_both_builders_make_the_same_pages_and_headings(builds, language):
    assert builds.outline("mkdocs", language) == builds.outline("properdocs", language)


def test_both_languages_have_the_same_pages_and_headings(builds):
    english, chinese = (builds.outline("mkdocs", language) for language in CONFIGS)
    assert english.keys() == chinese.keys()
    report.nothing(
        [f"{page}: headings differ" for page in english if english[page] != chinese[page]]
    )


def test_every_source_became_a_page(builds):
    pages = {f"{source.rsplit('.', 1)[0]}.html" for source in sources("en")}
    assert pages <= builds.outline("mkdocs", "en").keys()


def test_a_warning_stops_a_strict_build(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# A\n\n[nowhere](b.md)\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: A\ntheme: {name: material}\n", "utf-8")
    for builder in BUILDERS:
        said = build(builder, str(tmp_path / "mkdocs.yml"), tmp_path / "site")
        assert any("WARNING" in line and "b.md" in line for line in said)
