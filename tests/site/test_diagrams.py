"""The pictures: committed files are what the sources draw, and every reader can read them."""

import importlib.util
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

DIAGRAMS = Path(__file__).resolve().parents[2] / "docs" / "diagrams"
NAMES = sorted(path.stem for path in DIAGRAMS.glob("*.py") if path.name != "draw.py")
SVG = "{http://www.w3.org/2000/svg}"
WORDS = {f"{SVG}title", f"{SVG}desc", f"{SVG}text"}
CJK = re.compile(r"[\u3400-\u9fff]")
MAX_WIDTH, MIN_TEXT, MAX_BYTES = 520, 15, 8192


def load_draw():
    spec = importlib.util.spec_from_file_location("diagrams_draw", DIAGRAMS / "draw.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


draw = load_draw()


def parse(name, language):
    return ET.parse(DIAGRAMS / f"{name}.{language}.svg").getroot()


@pytest.fixture(params=[(name, language) for name in NAMES for language in ("en", "zh")], ids=str)
def picture(request):
    name, language = request.param
    return name, language, parse(name, language)


def test_there_are_pictures():
    assert "three-walls" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_redrawing_changes_no_byte(name):
    """Fails also when words leave their box or touch: the pen refuses to draw that."""
    for path, content in draw.draw(DIAGRAMS / f"{name}.py").items():
        assert path.read_bytes() == content.encode(), (
            f"{path.name} is not what {name}.py draws: run python docs/diagrams/draw.py"
        )


def test_every_svg_has_a_source():
    drawn = {f"{name}.{language}.svg" for name in NAMES for language in draw.LANGUAGES}
    assert {path.name for path in DIAGRAMS.glob("*.svg")} == drawn


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_drawing(name):
    shapes = [
        [(e.tag, e.attrib) for e in parse(name, language).iter() if e.tag not in WORDS][1:]
        for language in ("en", "zh")
    ]
    assert shapes[0] == shapes[1]
    assert parse(name, "en").get("viewBox") == parse(name, "zh").get("viewBox")


def test_title_and_description_are_in_the_language_of_the_file(picture):
    name, language, root = picture
    assert root.get("role") == "img"
    assert root.get("lang") == draw.LANGUAGES[language]
    assert root.get("aria-labelledby") == f"d-{name}-title d-{name}-desc"
    for part in ("title", "desc"):
        element = root.find(f"{SVG}{part}")
        assert element is not None and element.get("id") == f"d-{name}-{part}"
        assert element.text
        assert bool(CJK.search(element.text)) == (language == "zh")
    for element in root.iter(f"{SVG}text"):
        assert language == "zh" or not CJK.search(element.text or "")


def test_ids_are_unique_and_prefixed(picture):
    name, _, root = picture
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(i.startswith(f"d-{name}-") for i in ids)


def test_it_scales_and_stays_readable_on_a_phone(picture):
    name, language, root = picture
    assert not {"width", "height"} & set(root.attrib)
    assert float(root.get("viewBox").split()[2]) <= MAX_WIDTH
    sizes = [float(e.get("font-size")) for e in root.iter() if e.get("font-size")]
    assert min(sizes) >= MIN_TEXT
    assert (DIAGRAMS / f"{name}.{language}.svg").stat().st_size <= MAX_BYTES


def test_only_plain_elements(picture):
    """WeasyPrint draws these; nothing refers to another file."""
    plain = {f"{SVG}{tag}" for tag in ("svg", "title", "desc", "rect", "path", "circle", "text")}
    for element in picture[2].iter():
        assert element.tag in plain
        assert not {"style", "class", "href", "filter", "mask"} & set(element.attrib)
    assert {e.get("font-family") for e in picture[2].iter()} == {None, "sans-serif"}


def test_colours_come_from_the_palette(picture):
    allowed = {draw.colour(name) for name in draw.PALETTE} | {"none"}
    for element in picture[2].iter():
        assert {element.get(a) for a in ("fill", "stroke")} <= allowed | {None}


def test_no_character_whose_width_depends_on_the_font(picture):
    """Chinese fonts draw curly quotation marks and dashes a full em wide, also in English."""
    for element in picture[2].iter(f"{SVG}text"):
        assert not set("\u2018\u2019\u201c\u201d\u2013\u2014\u2026") & set(element.text or "")


def test_chinese_is_spaced_and_punctuated():
    text = r"[A-Za-z0-9]"
    cjk = CJK.pattern
    tight = re.compile(f"{cjk}{text}|{text}{cjk}|{cjk}[,;:?!.]|[,;:?!]{cjk}")
    for name in NAMES:
        for element in parse(name, "zh").iter():
            found = tight.search(element.text or "")
            assert not found, f"{name}.zh.svg: {found.group()!r} in {element.text!r}"


def rgb(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def contrast(one, other):
    """Return the contrast ratio of two colours as WCAG 2 defines it."""

    def luminance(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes():
    """Return the palettes of palette.css: light, dark. The page's ground is the theme's."""
    css = (DIAGRAMS / "palette.css").read_text(encoding="utf-8")
    rules = re.findall(r"\{([^{}]*--d-ink[^{}]*)\}", css)
    grounds = ("#ffffff", "#1e2129")
    return [
        dict(re.findall(r"--d-(\w+): (#\w{6})", rule)) | {"paper": ground}
        for rule, ground in zip(rules, grounds, strict=True)
    ]


def test_light_palette_is_the_fallback():
    assert palettes()[0] == draw.PALETTE
    assert set(palettes()[1]) == set(draw.PALETTE)


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark"])
def test_contrast(palette):
    for fill in ("paper", "app", "lib", "gk", "hv", "hk", "hw"):
        assert contrast(palette["ink"], palette[fill]) >= 4.5, fill
    for text, ground in (("mut", "paper"), ("mut", "lib"), ("acc", "paper"), ("iso", "paper")):
        assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
    for shape, ground in (("acc", "lib"), ("acc", "hk"), ("iso", "lib"), ("iso", "hk")):
        assert contrast(palette[shape], palette[ground]) >= 3, (shape, ground)
    assert contrast(palette["line"], palette["paper"]) >= 3


def test_the_pen_refuses_what_does_not_fit():
    words = {"en": {"title": "t", "desc": "d", "long": "much too long a label"}}
    pen = draw.Pen("sample", "en", (200, 100), words)
    with pytest.raises(ValueError, match=r"needs .* has 48"):
        pen.box(10, 10, 50, 20, "long")
    with pytest.raises(ValueError, match="leaves the picture"):
        pen.text(10, 50, "long")
    pen.text(100, 50, "long")
    with pytest.raises(ValueError, match="touches"):
        pen.text(100, 55, "long")
    with pytest.raises(ValueError, match="no en words for 'absent'"):
        pen.text(100, 90, "absent")


def test_the_pen_refuses_words_that_are_not_drawn():
    words = {"en": {"title": "t", "desc": "d", "spare": "s"}}
    with pytest.raises(ValueError, match="not drawn: spare"):
        draw.Pen("sample", "en", (200, 100), words).svg()
