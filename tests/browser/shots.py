"""How do the pages look? Pictures of each on a phone and a desktop, light, dark and printed."""

import sys
import tempfile
from pathlib import Path

from browser.addresses import PAGES
from browser.driving import DESKTOP, SHEETS, chromium, reading
from browser.served import serving


def shoot(folder: Path, names: list[str]) -> None:
    """Write into `folder` the pictures of the pages of these `names`, all if there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as archive, serving(Path(archive)) as site:
        with chromium() as browser:
            for sheet in SHEETS:
                with reading(browser, site, sheet) as (page, _):
                    for name in names or PAGES:
                        page.goto(PAGES[name][0])
                        page.screenshot(path=folder / f"{name}-{sheet}.png", full_page=True)
                        if sheet == DESKTOP:
                            page.emulate_media(media="print")
                            page.screenshot(path=folder / f"{name}-print.png", full_page=True)
                            page.emulate_media(media="screen")


if __name__ == "__main__":
    shoot(Path(sys.argv[1]), sys.argv[2:])
