"""What do the tests in a browser share? One server and one Chromium for all of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from browser.driving import Complaints, Sheet, chromium, reading
from browser.served import serving

HERE = Path(__file__).parent

Take = Callable[[Sheet, bool], tuple[BrowserContext, Complaints]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the archive that is read."""
    with serving(tmp_path_factory.mktemp("served")) as address:
        yield address


@pytest.fixture(scope="session")
def take(site: str) -> Iterator[Take]:
    """Takes up a sheet, with or without script; each is made once, in one Chromium."""
    with chromium() as browser, ExitStack() as stack:

        @cache
        def taken(sheet: Sheet, script: bool) -> tuple[BrowserContext, Complaints]:
            return stack.enter_context(reading(browser, site, sheet, script))

        yield taken


@pytest.fixture
def visit(take: Take) -> Iterator[Callable[..., Page]]:
    """Opens a page on a sheet, with or without script; by the end nothing may have complained."""
    with ExitStack() as stack:
        heard: list[Complaints] = []

        def open_page(path: str, sheet: Sheet, script: bool = True) -> Page:
            context, complaints = take(sheet, script)
            complaints.forget()
            context.clear_cookies()
            page = context.new_page()
            stack.callback(page.close)
            heard.append(complaints)
            page.goto(path)
            return page

        yield open_page
        assert [said for complaints in heard for said in complaints.all()] == []
