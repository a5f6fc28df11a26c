"""Takes the README's picture: a gallery of shipped examples, one for each channel, as Chromium shows it.

    python -m tests.preview.gallery_picture [light|dark] [FILE]

writes ``snapshots/gallery/gallery.png``, which is kept there with 256 colours. It needs Chromium and the extra
``[browser]``.
"""

from __future__ import annotations

import json
import shutil
import sys
from importlib import resources
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from transcode import Transcoder
from transcode.preview.gallery import Exhibit, render_gallery

WIDTH: Final = 1920
SCALE: Final = 0.75
"""A README shows pictures at half of this at most."""
PICTURE: Final = Path(__file__).parents[2] / "snapshots" / "gallery" / "gallery.png"
SHOWN: Final = {
    "SMS": "choice",
    "MMS": "media",
    "WHATSAPP": "list",
    "RCS": "carousel",
    "TELEGRAM": "card",
    "LINE": "carousel",
    "MESSENGER": "choice",
    "INSTAGRAM": "card",
    "VIBER": "choice",
    "VIBERBM": "location",
    "KAKAOTALK": "list",
    "KAKAOTALKCHAT": "media",
    "WECHAT": "card",
    "APPLEBC": "list",
}


def page() -> str:
    """Return the gallery."""
    transcoder = Transcoder(profile="rich")
    shown = []
    for channel, name in SHOWN.items():
        message = json.loads(resources.files("transcode").joinpath("examples", f"{name}.json").read_text("utf-8"))
        result = transcoder.transcode(message, channel, sender="28444" if channel == "MMS" else None)
        shown.append(Exhibit(f"{channel.lower()}/{name}", result))
    return render_gallery(shown)


def main(scheme: Any = "light", file: str = "") -> None:
    """Write the picture, ``light`` or ``dark``."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        # What is out of sight is not drawn: the window is as high as the page.
        size: Any = {"width": WIDTH, "height": 4000}
        opened = browser.new_page(viewport=size, device_scale_factor=SCALE, color_scheme=scheme)
        opened.set_content(page())
        bottom = opened.evaluate("document.querySelector('.channels').getBoundingClientRect().bottom")
        opened.set_viewport_size({"width": WIDTH, "height": round(bottom) + 40})
        opened.screenshot(path=file or PICTURE)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
