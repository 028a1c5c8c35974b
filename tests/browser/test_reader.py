"""Can a reader search, narrow, go astray and come back, on any sheet and without script?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.driving import DESKTOP, PHONE

WAYS = pytest.mark.parametrize(
    ("sheet", "script"),
    [(PHONE, False), (DESKTOP, True)],
    ids=("phone-without-script", "desktop-with-script"),
)
Visit = Callable[..., Page]


def headline(page: Page) -> str:
    """The main heading of `page`."""
    return page.get_by_role("heading", level=1).inner_text()


def count(words: str) -> int:
    """The last number in `words`."""
    return int(re.findall(r"\d+", words)[-1])


def unfold(page: Page) -> None:
    """Open the facets where the sheet has no room for them beside the list."""
    facets = page.locator(".narrow > summary")
    if facets.is_visible():
        facets.click()


def search(page: Page, words: str) -> None:
    """Type `words` and ask."""
    page.get_by_role("search").get_by_role("button").focus()
    page.get_by_label("Words to search for").fill(words)
    page.get_by_role("search").get_by_role("button").click()
    page.wait_for_url("**/search?**")


@WAYS
def test_a_reader_searches_and_narrows(visit: Visit, sheet, script) -> None:
    """The number beside a value is the number of articles after the click; the chip undoes it."""
    page = visit("/", sheet, script)
    search(page, "war")
    whole = headline(page)
    assert re.fullmatch(r"\d+ articles hold this word", whole)
    unfold(page)
    german = page.get_by_role("checkbox", name=re.compile("^German"))
    promised = count(german.locator("xpath=..").inner_text())
    german.check()
    page.get_by_role("button", name="Show these articles").click()
    page.wait_for_url("**language=de**")
    assert headline(page).startswith(f"{promised} ")
    page.get_by_role("link", name="Remove the filter Language German").click()
    page.wait_for_url("**/search?q=war#said")
    assert headline(page) == whole
    if script:
        page.get_by_role("link", name="Undo").click()
        page.wait_for_url("**language=de**")
        assert headline(page).startswith(f"{promised} ")


@WAYS
def test_other_words_are_sought_under_the_same_filters(visit: Visit, sheet, script) -> None:
    """Who asks anew keeps what was set."""
    page = visit("/search?category=Science&language=en&from=1950&sort=newest", sheet, script)
    search(page, "moon")
    page.wait_for_url("**/search?category=Science&from=1950&language=en&q=moon&sort=newest")


@WAYS
def test_several_values_are_chosen_at_once(visit: Visit, sheet, script) -> None:
    """Values of one facet are alternatives, facets narrow, and all are cleared together."""
    page = visit("/search", sheet, script)
    whole = headline(page)
    unfold(page)
    page.get_by_role("checkbox", name=re.compile("^Science")).check()
    page.get_by_role("checkbox", name=re.compile("^Technology")).check()
    page.get_by_label("From", exact=True).fill("1990")
    page.get_by_label("To", exact=True).fill("20 Jan 2020")
    page.get_by_role("button", name="Show these articles").click()
    page.wait_for_url("**/search?**")
    chips = page.get_by_role("list", name="Filters that are set").get_by_role("listitem")
    assert [each.inner_text().split("\n")[-1] for each in chips.all()][-1] == "Clear all"
    assert chips.count() == 5
    page.get_by_role("link", name="Clear all").click()
    page.wait_for_url("**/search#said")
    assert headline(page) == whole


@WAYS
def test_a_reader_drills_down_to_a_day(visit: Visit, sheet, script) -> None:
    """Decade, year, month and day, each with as many articles as it says, and all as chips."""
    page = visit("/search", sheet, script)
    unfold(page)
    decade = page.locator(".narrow").get_by_role("link", name=re.compile("^1980s"))
    promised = count(decade.inner_text())
    decade.click()
    page.wait_for_url("**from=1980**")
    assert count(headline(page)) == promised
    for name, value, words in (
        ("year", "1988", "1988"),
        ("month", "1988-12", "December 1988"),
        ("day", "1988-12-22", "22 December 1988"),
    ):
        unfold(page)
        box = page.locator(f"input[name={name}][value='{value}']")
        promised = count(box.locator("xpath=..").inner_text())
        box.check()
        page.get_by_role("button", name="Show these articles").click()
        expect(
            page.get_by_role("link", name=f"Remove the filter Published {words}")
        ).to_be_visible()
        assert count(headline(page)) == promised


@WAYS
def test_a_value_of_a_long_facet_is_chosen_from_a_list(visit: Visit, sheet, script) -> None:
    """What is too long for a fold can be chosen one at a time, with its number."""
    page = visit("/search", sheet, script)
    unfold(page)
    years = page.get_by_label(re.compile(r"\d+ more years")).last
    said = years.locator("option").nth(5).inner_text()
    year, promised = re.findall(r"\d+", said)
    years.select_option(year)
    page.get_by_role("button", name="Show these articles").click()
    page.wait_for_url(f"**about={year}**")
    assert count(headline(page)) == int(promised)


@WAYS
def test_years_of_several_decades_are_chosen(visit: Visit, sheet, script) -> None:
    """Where an archive has many, one after another, and each stays chosen."""
    page = visit("/search", sheet, script)
    for year in ("1969", "1986"):
        unfold(page)
        page.get_by_label(re.compile(r"\d+ more years")).first.select_option(year)
        page.get_by_role("button", name="Show these articles").click()
        page.wait_for_url(f"**year={year}")
    unfold(page)
    for year in ("1969", "1986"):
        expect(page.locator(f"input[name=year][value='{year}']")).to_be_checked()


@WAYS
def test_a_bar_leads_to_its_articles(visit: Visit, sheet, script) -> None:
    """A bar and the row of the table that says the same lead to as many articles as they say."""
    page = visit("/search?q=war", sheet, script)
    bar = page.locator("figure svg a").last
    promised = count(bar.locator("title").text_content() or "")
    bar.locator("path").last.click()
    page.wait_for_url("**from=**")
    assert headline(page).startswith(f"{promised} ")
    page.go_back()
    page.get_by_text("The same as a table").click()
    page.locator("figure td").last.locator("xpath=..").get_by_role("link").click()
    page.wait_for_url("**from=**")
    assert headline(page).startswith(f"{promised} ")


@WAYS
def test_an_article_is_read_and_left_again(visit: Visit, sheet, script) -> None:
    """From the list to an article, on to the next one and back to the list."""
    page = visit("/search?q=war", sheet, script)
    titles = page.get_by_role("heading", level=3).all_inner_texts()
    page.get_by_role("link", name=titles[0], exact=True).click()
    page.wait_for_url("**/article/**")
    assert headline(page) == titles[0]
    assert page.locator("article mark").first.is_visible()
    page.get_by_role("link", name="Next", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(titles[1])
    page.get_by_role("navigation", name="Result list").get_by_role("link").first.click()
    page.wait_for_url("**/search?q=war**")
    assert page.get_by_role("heading", level=3).all_inner_texts() == titles


@WAYS
def test_nothing_found_is_no_dead_end(visit: Visit, sheet, script) -> None:
    """Each way out says how many articles it leads to, and a spelling is mended."""
    page = visit("/search?q=moon&category=Economy&language=ru", sheet, script)
    assert headline(page).startswith("No article")
    way = page.locator(".ways li").first
    promised = count(way.locator(".num").inner_text())
    way.get_by_role("link").click()
    page.wait_for_url("**/search?q=moon")
    assert headline(page).startswith(f"{promised} ")
    page.goto("/search?q=earthquke")
    page.get_by_text("Did you mean").get_by_role("link").click()
    page.wait_for_url("**q=earthquake**")
    assert not headline(page).startswith("No article")


@WAYS
def test_examples_of_the_help_can_be_tried(visit: Visit, sheet, script) -> None:
    """The help leads to a search with the example in the field."""
    page = visit("/", sheet, script)
    page.get_by_role("link", name="Help").click()
    page.wait_for_url("**/help")
    page.get_by_role("link", name="moon OR mars", exact=True).click()
    page.wait_for_url("**/search?**")
    assert page.get_by_label("Words to search for").input_value() == "moon OR mars"


@WAYS
def test_the_interface_changes_its_language(visit: Visit, sheet, script) -> None:
    """The link at the foot stays on the page and holds for the next ones, and leads back."""
    page = visit("/search?q=moon", sheet, script)
    page.get_by_role("link", name="Русский").click()
    page.wait_for_url("**/search?q=moon")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.get_by_role("navigation").first.get_by_role("link", name="Справка").click()
    page.wait_for_url("**/help")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
