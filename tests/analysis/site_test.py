"""The documentation site builds offline and strictly, holds every page, and loads nothing from a network."""

import pathlib
import re
import shutil
import subprocess

import pytest

disalign = pytest.importorskip("disalign")

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(program):
    if shutil.which("mkdocs") is None:
        pytest.skip("mkdocs is missing")
    pytest.importorskip("statsmodels", reason="statsmodels is missing")
    built = subprocess.run([str(ROOT / "scripts" / "site")], capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return ROOT / "build" / "site" / "html"


def test_every_page_of_the_plan_is_there_and_links_lead_somewhere(site):
    plan = (ROOT / "docs" / "site" / "mkdocs.yml").read_text()
    for page in re.findall(r": (\w+)\.md$", plan, re.M):
        folder = site if page == "index" else site / page
        text = (folder / "index.html").read_text(encoding="utf-8")
        for link in re.findall(r'(?:src|href)="([^"#?]+)"', text):
            if link.startswith(("http:", "https:", "data:", "mailto:")):
                continue
            target = (folder / link).resolve()
            assert target.exists(), f"{page}: {link}"


def test_the_site_loads_nothing_from_a_network(site):
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(?:https?:)?//', text), page
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")), style


def test_the_reference_names_every_public_function(site):
    text = (site / "python" / "index.html").read_text(encoding="utf-8")
    missing = [name for name in disalign.__all__ if callable(getattr(disalign, name)) and f'id="{name.lower()}"' not in text]
    assert [m for m in missing if m != "DataError"] == []
