"""Does every reference of the built site lead somewhere, from any folder and from a disk?"""

import json
import re
import zipfile
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from tests.site import built
from tests.site.built import Reference
from tests.site.page import LANGUAGES

NOT_FOUND = "404.html"  # served at any depth, so that no relative reference can work in it

_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")


def check(site: Path) -> list[str]:
    """One line for each bad reference, id or anchor in the HTML, styles, maps and search index."""
    read = cache(lambda name: built.read(site / name))
    found = []
    for name in built.pages(site):
        document = read(name)
        for identity, times in document.ids.items():
            if times > 1:
                found.append(
                    f"site/{name}: id '{identity}' occurs {times} times; rename all but one"
                )
        for reference in document.references:
            where = f"site/{name}:{reference.line}: <{reference.tag} {reference.attribute}="
            where += f'"{reference.target}">'
            if fault := _fault(site, name, reference, read):
                found.append(f"{where} {fault}")
        for line, style in document.styles:
            found += _style(site, f"site/{name}:{line}", name, style)
    for path in sorted(site.rglob("*.css")):
        name = str(path.relative_to(site))
        found += _style(site, f"site/{name}", name, path.read_text("utf-8"))
    return [*found, *_maps(site), *_search(site, read)]


def _fault(site: Path, name: str, reference: Reference, read) -> str:
    """What is wrong with a reference; empty if nothing is."""
    relation = reference.attributes.get("rel", "").strip()
    address = reference.tag == "link" and relation in ("canonical", "alternate")
    scheme = urlsplit(reference.target).scheme
    if scheme in ("http", "https") and (reference.tag == "a" or address):
        return _address(name, reference) if address else ""
    if scheme in ("mailto", "data"):
        return ""
    if scheme or reference.remote:
        return "asks another host; keep what a page needs in the site"
    if name == NOT_FOUND:
        return "" if reference.tag == "a" else "is an asset, which 404.html can't link; inline it"
    if reference.path.startswith("/"):
        return "starts at the root of the host; make it relative"
    target = (site / name).parent / reference.path if reference.path else site / name
    if target.is_dir():
        return "leads to a folder, which works only on a server; name its index.html"
    if not target.is_file():
        return "leads nowhere"
    if reference.fragment and target.suffix == ".html":
        page = str(target.resolve().relative_to(site.resolve()))
        if reference.fragment not in read(page).ids:
            return f"leads to no id '{reference.fragment}' in {page}"
    return ""


def _address(name: str, reference: Reference) -> str:
    """A public address must be that of the page itself, of its twin, or of the language chooser."""
    path = f"{reference.path}index.html" if reference.path.endswith("/") else reference.path
    pages = [re.sub(r"^(en|zh)/", f"{language}/", name) for language in LANGUAGES]
    if reference.attributes.get("hreflang") == "x-default":
        pages.append("index.html")
    found = any(path.endswith(f"/{page}") for page in pages)
    return "" if found else "is the address of another page"


def _style(site: Path, where: str, name: str, text: str) -> list[str]:
    found = []
    for target in (one or other for one, other in _URL.findall(text)):
        parts = urlsplit(target)
        if parts.scheme == "data" or target.startswith("#"):
            continue
        if parts.netloc:
            found.append(f"{where}: url({target}) asks another host; keep it in the site")
        elif parts.path.startswith("/") or not ((site / name).parent / parts.path).is_file():
            found.append(f"{where}: url({target}) leads nowhere")
    return found


def _maps(site: Path) -> list[str]:
    """Every address of every sitemap is a page, whatever the site's own address."""
    found = []
    pages = built.pages(site)
    for path in sorted(site.rglob("sitemap.xml")):
        for element in ElementTree.parse(path).iter():
            url = (element.text or "").strip() if element.tag.endswith("}loc") else ""
            url = element.get("href", url)
            tail = unquote(urlsplit(url).path)
            tail += "index.html" if tail.endswith("/") else ""
            if url and not any(tail.endswith("/" + page) for page in pages):
                found.append(f"site/{path.relative_to(site)}: {url} is no page of the site")
    return found


def _search(site: Path, read) -> list[str]:
    """Every result that a search can show leads to a page and an id."""
    found = []
    for path in sorted(site.rglob("search_index.json")):
        folder = path.parent.parent
        for entry in json.loads(path.read_text("utf-8"))["docs"]:
            page, _, fragment = unquote(entry["location"]).partition("#")
            target = folder / (page or "index.html")
            name = str(target.relative_to(site))
            if not target.is_file() or (fragment and fragment not in read(name).ids):
                found.append(f"site/{path.relative_to(site)}: {entry['location']} leads nowhere")
    return found


def switches(site: Path, pages: list[str]) -> list[str]:
    """One line for each page that does not offer itself in the other language."""
    found = []
    for name in pages:
        language, _, path = name.partition("/")
        other = next(each for each in LANGUAGES if each != language)
        targets = {
            ((site / name).parent / reference.path).resolve()
            for reference in built.read(site / name).references
            if reference.attributes.get("data-language") == other
        }
        if targets != {(site / other / path).resolve()}:
            found.append(f"site/{name}: does not lead to site/{other}/{path}; see header.html")
    return found


def packed(site: Path, archive: Path) -> list[str]:
    """One line for each file of a site that its zip lacks or has otherwise, and for each page
    that only the zip has. (It also holds the programs.)"""
    with zipfile.ZipFile(archive) as file:
        names = [name for name in file.namelist() if not name.endswith("/")]
        root = min((name for name in names if name.endswith("index.html")), key=len)
        inside = {name.removeprefix(root[:-10]): file.read(name) for name in names}
    paths = [path for path in site.rglob("*") if path.is_file() and path != archive]
    outside = {str(path.relative_to(site)): path.read_bytes() for path in paths}
    pages = {name for name in inside if name.endswith(".html")}
    return [
        f"site/{archive.name}: {name} is not the one in site/; pack it again"
        for name in sorted(pages | outside.keys())
        if inside.get(name) != outside.get(name)
    ]
