"""Is what a reader is offered while typing, and the next match, there for hands, keys and ears?"""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from browser.driving import DESKTOP, NIGHT, PHONE, Sheet

Visit = Callable[..., Page]


def typed(page: Page, words: str) -> tuple[Locator, Locator]:
    """The field with `words` typed into it, and the options that are offered for them."""
    field = page.get_by_label("Words to search for")
    field.focus()
    page.keyboard.type(words)
    options = page.locator("#offers [role=option]")
    expect(options.first).to_be_visible()
    return field, options


@pytest.mark.parametrize("sheet", [PHONE, NIGHT], ids=str)
def test_a_list_of_suggestions_is_sound(visit: Visit, sheet: Sheet) -> None:
    """For axe, and without moving anything on the page; its length is said."""
    page = visit("/", sheet)
    height = "document.documentElement.scrollHeight"
    before = page.evaluate(height)
    field, options = typed(page, "moo")
    assert page.evaluate(height) == before
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".ask [role=status]")).to_have_text(f"Suggestions: {options.count()}")
    page.keyboard.press("ArrowDown")
    assert Axe().run(page).response["violations"] == []


def test_one_chooses_by_keys(visit: Visit) -> None:
    """Down and up go round, Home and End stay in the text, Enter goes where the count is true."""
    page = visit("/", DESKTOP)
    field, options = typed(page, "moo")
    last = options.count() - 1
    for key, place in (
        ("ArrowDown", 0), ("ArrowUp", None), ("ArrowUp", last), ("ArrowDown", None),
        ("ArrowDown", 0), ("Home", None), ("ArrowDown", 0), ("End", None), ("ArrowDown", 0),
    ):  # fmt: skip
        page.keyboard.press(key)
        chosen = [options.nth(each).get_attribute("aria-selected") for each in range(last + 1)]
        assert chosen == ["true" if each == place else "false" for each in range(last + 1)]
        named = field.get_attribute("aria-activedescendant")
        assert named == (None if place is None else options.nth(place).get_attribute("id"))
        expect(field).to_be_focused()
    words, count = options.first.inner_text().split("\n")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/search?q={words}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(count.split()[0])


def test_escape_and_tab_close_the_list(visit: Visit) -> None:
    """The words stay as they were typed; Enter then asks for them, as without a script."""
    page = visit("/search?category=Science", DESKTOP)
    field, options = typed(page, "moo")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("moo")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(options).to_have_count(0)
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_focused()
    field.press("Enter")
    page.wait_for_url("**/search?category=Science&q=moo**")


def test_one_chooses_by_hand(visit: Visit) -> None:
    """A click on an option goes there; one elsewhere closes the list."""
    page = visit("/", PHONE)
    _, options = typed(page, "moo")
    page.mouse.click(3, 500)
    expect(options).to_have_count(0)
    _, options = typed(page, "n")
    options.first.click()
    page.wait_for_url("**/search?q=moon")


def test_what_is_offered_keeps_the_filters(visit: Visit) -> None:
    """A word is sought, and counted, under the filters that are set."""
    page = visit("/search?category=Science&language=en", DESKTOP)
    _, options = typed(page, "moo")
    words, count = options.first.inner_text().split("\n")
    options.first.click()
    page.wait_for_url(f"**/search?category=Science&language=en&q={words}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(count.split()[0])


def test_only_the_last_question_is_answered(visit: Visit) -> None:
    """A slow answer to words that were typed on from is dropped; where none comes, no list is."""
    page = visit("/", DESKTOP)
    held: list[Route] = []
    page.route("**/suggest.json?q=mo", lambda route: held.append(route))
    field = page.get_by_label("Words to search for")
    field.focus()
    with page.expect_request("**/suggest.json?q=mo"):
        page.keyboard.type("mo")
    _, options = typed(page, "on")
    first = options.first.inner_text()
    assert first.startswith("moon\n")
    assert len(held) == 1
    page.route("**/suggest.json?q=moons", lambda route: route.fulfill(status=204))
    page.keyboard.type("s")
    expect(options).to_have_count(0)


@pytest.mark.parametrize("sheet", [PHONE, DESKTOP], ids=str)
def test_the_next_match_comes_by_a_button(visit: Visit, sheet: Sheet) -> None:
    """Round and round, always in sight, with the focus where it was."""
    page = visit("/article/en-1986-chernobyl?q=the+reactor", sheet)
    marks = page.locator("mark[id]")
    count = marks.count()
    assert count > 1
    button = page.get_by_role("button", name="Next match")
    button.focus()
    for place in (*range(count), 0):
        page.keyboard.press("Enter")
        expect(button).to_contain_text(f"{place + 1}/{count}")
        expect(marks.nth(place)).to_be_in_viewport()
        expect(button).to_be_focused()
    assert Axe().run(page).response["violations"] == []


def test_the_first_match_is_a_plain_link(visit: Visit) -> None:
    """Without a script there is no button, and no field that says it is more than one."""
    page = visit("/article/en-1986-chernobyl?q=the+reactor", PHONE, script=False)
    expect(page.get_by_role("button", name="Next match")).to_have_count(0)
    page.get_by_role("link", name="First match").click()
    expect(page.locator("#m1")).to_be_in_viewport()
    page.goto("/")
    expect(page.get_by_role("combobox")).to_have_count(0)
