"""Does the keyboard alone do, and is it always seen where one is?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.driving import DESKTOP, NIGHT, PHONE, Sheet

Visit = Callable[..., Page]

FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const shown = box.width > 0 && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth;
  return [one.outerHTML.slice(0, 90), one === document.body, seen && shown];
}"""
"""What has the focus: its beginning, whether that is nothing, and whether it can be seen."""

MOST = 400
"""No page takes so many steps to walk through."""


def walk(page: Page) -> list[str]:
    """All that Tab comes to from the top of `page` on; every stop has to be seen."""
    stops: list[str] = []
    while len(stops) < MOST:
        page.keyboard.press("Tab")
        said, nothing, seen = page.evaluate(FOCUSED)
        if nothing:
            return stops
        assert seen, said
        stops.append(said)
    raise AssertionError(f"Tab never leaves the page: {stops[-3:]}")


@pytest.mark.parametrize("sheet", [PHONE, NIGHT], ids=str)
@pytest.mark.parametrize(
    "path",
    ["/search?q=war&language=de", "/article/en-1986-chernobyl?q=town&at=1", "/anniversaries"],
)
def test_every_stop_is_seen(visit: Visit, path: str, sheet: Sheet) -> None:
    """From the skip link to the foot of the page, each stop of Tab has a visible outline."""
    stops = walk(visit(path, sheet))
    assert "skip" in stops[0]
    assert len(stops) > 15


@pytest.mark.parametrize("script", [True, False], ids=("with-script", "without-script"))
def test_the_skip_link_leads_to_the_content(visit: Visit, script: bool) -> None:
    """The first stop is the skip link; after it Tab goes on within the content."""
    page = visit("/search?q=war", PHONE, script)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Words to search for")).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=("with-script", "without-script"))
def test_one_searches_and_narrows_by_keys(visit: Visit, script: bool) -> None:
    """Words, Enter, the fold of the facets, a checkbox, and the button."""
    page = visit("/", PHONE, script)
    page.get_by_label("Words to search for").focus()
    page.keyboard.type("war")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=war**")
    page.locator(".narrow > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    box = page.get_by_role("checkbox").first
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    page.get_by_role("button", name="Show these articles").press("Enter")
    page.wait_for_url("**category=**")


@pytest.mark.parametrize("script", [True, False], ids=("with-script", "without-script"))
def test_the_place_is_kept_when_a_chip_is_removed(visit: Visit, script: bool) -> None:
    """Tab goes on to the chip that is left, not back to the top of the page."""
    page = visit("/search?category=Science&category=Technology&language=en", DESKTOP, script)
    page.get_by_role("link", name="Remove the filter Category Science").press("Enter")
    page.wait_for_url("**#said")
    expect(page.get_by_role("link", name=re.compile("Category Science"))).to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("Category Technology"))).to_be_focused()
