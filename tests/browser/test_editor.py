"""Can an editor plan a day: what happened, what comes round, and a list to send?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.driving import DESKTOP, PAPER, PHONE

WAYS = pytest.mark.parametrize(
    ("sheet", "script"),
    [(PHONE, False), (DESKTOP, True)],
    ids=("phone-without-script", "desktop-with-script"),
)
Visit = Callable[..., Page]

LIST = "/list?ids=en-1986-chernobyl,ru-1986-chernobyl"


def on(page: Page, heading: str | re.Pattern[str]) -> None:
    """`page` has come to stand under `heading`."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@WAYS
def test_an_editor_turns_the_days(visit: Visit, sheet, script) -> None:
    """From the front page to the day, to its neighbours, and by the strip to any day."""
    page = visit("/", sheet, script)
    page.get_by_role("navigation", name="Archive").get_by_role("link", name="On this day").click()
    on(page, "26 April")
    turn = page.get_by_role("navigation", name="Previous and next day")
    turn.get_by_role("link", name="27 April").click()
    on(page, "27 April")
    turn.get_by_role("link", name="26 April").click()
    on(page, "26 April")
    page.get_by_role("navigation", name="Days of April").get_by_role("link").filter(
        has_text=re.compile("^9$")
    ).click()
    on(page, "9 April")


@WAYS
def test_an_event_leads_to_its_articles_and_a_list(visit: Visit, sheet, script) -> None:
    """What happened on a day has its own page, which makes a list to send."""
    page = visit("/on-this-day/04-26", sheet, script)
    page.get_by_role("link", name="1986", exact=True).click()
    on(page, "26 April 1986")
    assert page.locator(".evidence mark").first.is_visible()
    page.get_by_role("link", name="List to send", exact=True).click()
    page.wait_for_url("**/list?**")
    assert page.get_by_role("heading", level=3).count() == 3
    table = page.get_by_role("link", name="As a table (CSV)").get_attribute("href")
    assert page.request.get(table or "").headers["content-type"].startswith("text/csv")


@WAYS
def test_a_list_is_printed_by_a_button(visit: Visit, sheet, script) -> None:
    """The button is made by the script that it needs; paper does not show it."""
    for path in (LIST, "/anniversaries", "/on-this-day", "/event/1986-04-26"):
        page = visit(path, sheet, script)
        button = page.get_by_role("button", name="Print", exact=True)
        expect(button).to_have_count(int(script))
        if script:
            page.evaluate("window.print = () => { window.printed = true }")
            button.click()
            assert page.evaluate("window.printed")
            page.emulate_media(media="print")
            expect(button).to_be_hidden()


@WAYS
def test_the_desk_keeps_to_round_years(visit: Visit, sheet, script) -> None:
    """The switch leaves the round anniversaries, each with its event and its list."""
    page = visit("/anniversaries", sheet, script)
    assert page.locator(".desk > li:not(.round)").count()
    page.get_by_label("Round years only").check()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**round=1**")
    assert page.get_by_label("Round years only").is_checked()
    entries = page.locator(".desk > li")
    assert entries.count() and page.locator(".desk > li:not(.round)").count() == 0
    entries.first.get_by_role("link", name="Everything about it").click()
    page.wait_for_url("**/event/**")
    page.go_back()
    entries.first.get_by_role("link", name="List to send").click()
    page.wait_for_url("**/list?**")


@pytest.mark.parametrize(
    "path", ["/on-this-day/04-26", "/anniversaries", "/event/1986-04-26", "/article/awkward/long"]
)
def test_a_printed_page_holds_what_is_read(visit: Visit, path: str) -> None:
    """Paper has the text on its whole width and in black, and nothing that one can only click."""
    page = visit(path, PAPER)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.get_by_role("heading", level=1).is_visible()
    for unwanted in ("nav", "form", ".skip"):
        assert not any(each.is_visible() for each in page.locator(unwanted).all())
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER.width
