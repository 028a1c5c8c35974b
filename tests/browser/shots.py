"""How do the pages look? Pictures of each on a phone and a desktop, light, dark and printed."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from browser.addresses import PAGES
from browser.driving import PAPER, SHEETS, chromium, reading
from browser.served import serving


def shoot(folder: Path, names: list[str]) -> None:
    """Write into `folder` the pictures of the pages of these `names`, all if there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as archive, serving(Path(archive)) as site, chromium() as browser:
        for sheet in (*SHEETS, PAPER):
            with reading(browser, site, sheet) as (context, _):
                page = context.new_page()
                media, kind = ("print", "paper") if sheet == PAPER else ("screen", str(sheet))
                page.emulate_media(media=media)
                for name in names or PAGES:
                    context.clear_cookies()
                    page.goto(PAGES[name][0])
                    page.screenshot(path=folder / f"{name}-{kind}.png", full_page=True)


if __name__ == "__main__":
    shoot(Path(sys.argv[1]), sys.argv[2:])
