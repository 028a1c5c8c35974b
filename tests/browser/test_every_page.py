"""Is every page sound: for axe, in its order, its targets, its width, and in what it asks for?"""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser.addresses import KINDS, PAGES
from browser.driving import DESKTOP, NIGHT, PHONE, Sheet

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = Axe()
LIGHT = 58_000
"""Bytes of a first page with all that it loads, uncompressed."""

LEVELS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((each) => each.checkVisibility()).map((each) => Number(each.tagName[1]))"""

SMALL = """() => {
  const inline = (each) => getComputedStyle(each).display === "inline";
  const inSentence = (each) => inline(each) && [...each.parentElement.childNodes]
    .some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return [...document.querySelectorAll("a, button, input, select, summary")]
    .filter((each) => !each.closest("svg") && each.checkVisibility() && !inSentence(each))
    .map((each) => each.type === "checkbox" ? each.closest("label") : each)
    .map((each) => [each, each.getBoundingClientRect()])
    .filter(([each, box]) => box.right > 0 && (box.width < 24 || box.height < 24))
    .map(([each, box]) => `${each.outerHTML.slice(0, 90)}: ${box.width} x ${box.height}`);
}"""
"""All that can be clicked and is less than 24 pixels wide or high, but for links in a sentence and
the bars of the drawing, which the table beside it holds as links that are large enough."""

WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5 && each.checkVisibility()
    && !each.closest(".unseen, svg"))
  .map((each) => each.outerHTML.slice(0, 90))"""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}"""
"""The distances of WCAG 1.4.12."""

ON_A_PHONE = [(name, PHONE) for name in PAGES]

STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"

WEIGHT = """async () => {
  const parts = [document.URL, ...performance.getEntriesByType("resource").map((e) => e.name)];
  const sizes = parts.map(async (part) => (await (await fetch(part)).arrayBuffer()).byteLength);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}"""


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("() => document.querySelectorAll('details').forEach((e) => e.open = true)")


def faults(page: Page) -> list[str]:
    """What axe finds wrong with `page`, a line for each element."""
    options = {"resultTypes": ["violations"], "runOnly": list(RULES)}
    found = AXE.run(page, options=options)
    return [
        f"{rule['id']}: {node['html'][:100]}: {node.get('failureSummary', '')}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def widths(page: Page, width: int) -> list[str]:
    """What reaches beyond the `width` pixels that `page` is shown at."""
    wide = page.evaluate(WIDE)
    scrolls = page.evaluate("document.documentElement.scrollWidth")
    return wide if scrolls <= width else [*wide, f"The page is {scrolls} pixels wide."]


@pytest.mark.parametrize(
    ("name", "sheet"), [*ON_A_PHONE, *((name, NIGHT) for name in KINDS)], ids=str
)
def test_axe_finds_nothing(visit, name: str, sheet: Sheet) -> None:
    """WCAG 2.2 AA and axe's good practice hold, also in what is folded away."""
    page = visit(PAGES[name][0], sheet)
    unfold(page)
    assert faults(page) == []


@pytest.mark.parametrize(
    ("name", "sheet"), [*ON_A_PHONE, *((name, DESKTOP) for name in KINDS)], ids=str
)
def test_every_page_is_in_order(visit, name: str, sheet: Sheet) -> None:
    """Status, title, language, headings, targets and width are right; the policy holds."""
    page = visit(PAGES[name][0], sheet)
    assert page.evaluate(STATUS) == PAGES[name][1]
    assert page.title().strip(" –")
    assert page.get_attribute("html", "lang")
    unfold(page)
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels)), levels
    assert page.evaluate(SMALL) == []
    assert widths(page, sheet.width) == []
    assert page.evaluate("window.refused") == []


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_page_can_be_magnified_and_spaced(visit, name: str) -> None:
    """At 320 pixels, with WCAG's text spacing, nothing is cut off to the side."""
    page = visit(PAGES[name][0], PHONE)
    page.set_viewport_size({"width": 320, "height": 740})
    page.evaluate(SPACED)
    unfold(page)
    assert widths(page, 320) == []


@pytest.mark.parametrize("name", ["home", "all", "words", "article", "day", "event", "desk"])
def test_a_first_page_is_light(visit, name: str) -> None:
    """The page with all that it loads stays under the limit."""
    page = visit(PAGES[name][0], PHONE)
    page.wait_for_load_state("load")
    assert page.evaluate(WEIGHT) < LIGHT
