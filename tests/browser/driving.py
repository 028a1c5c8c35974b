"""How is Chromium driven? One browser, sheets of paper it shows, and a log of what it complains."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Request,
    Response,
    sync_playwright,
)

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper that a page is shown on: its width and height in pixels, and its theme."""

    width: int
    height: int
    theme: str

    def __str__(self) -> str:
        return f"{'phone' if self.width < 600 else 'desktop'}-{self.theme}"


SHEETS = tuple(
    Sheet(width, height, theme)
    for width, height in ((360, 740), (1280, 900))
    for theme in ("light", "dark")
)
PHONE, DESKTOP, NIGHT = SHEETS[0], SHEETS[2], SHEETS[3]
PAPER = Sheet(680, 960, "light")
"""A4 between its margins."""


@dataclass(slots=True)
class Complaints:
    """What a browser complained of, and the hosts beyond the archive that it was sent to."""

    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Every complaint; none if all is well."""
        return self.console + self.elsewhere

    def forget(self) -> None:
        """Begin anew."""
        self.console.clear()
        self.elsewhere.clear()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    path = shutil.which("chromium")
    assert path, "Chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def reading(
    browser: Browser, site: str, sheet: Sheet, script: bool = True
) -> Iterator[tuple[BrowserContext, Complaints]]:
    """A place for pages on `sheet`, and what they complain of or ask of others than `site`."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": sheet.width, "height": sheet.height},
        locale="en-GB",
        color_scheme="dark" if sheet.theme == "dark" else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    try:
        context.set_default_timeout(10_000)
        if script:
            context.add_init_script(LISTEN)
        yield context, complaints_of(context, site)
    finally:
        context.close()


def complaints_of(context: BrowserContext, site: str) -> Complaints:
    """All that the pages of `context` will complain of."""
    found = Complaints()

    def console(message: ConsoleMessage) -> None:
        complains = message.type in ("error", "warning")
        if complains and "responded with a status of 4" not in message.text:
            found.console.append(f"{message.type}: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{site}/", "data:")):
            found.elsewhere.append(request.url)

    def answered(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            found.console.append(f"{response.status} {response.url}")

    context.on("console", console)
    context.on("weberror", lambda error: found.console.append(str(error.error)))
    context.on("request", asked)
    context.on("response", answered)
    return found
