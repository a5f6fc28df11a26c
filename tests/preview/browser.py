"""A real browser for the tests of pages: Chromium, driven by Playwright; skipped where either is absent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra [browser]")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NODE_MODULES = Path(os.environ.get("TRANSCODE_NODE_MODULES", "node_modules"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

if CHROMIUM is None:
    pytest.skip("there is no Chromium", allow_module_level=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Opened:
    """A page that is open, and all that happened since: requests, messages of the console, dialogs, new windows."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(f"dialog {dialog.message}"))
        page.on("popup", lambda popup: self.said.append(f"popup {popup.url}"))
        page.on("framenavigated", lambda frame: self.said.extend([frame.url] if frame.parent_frame else []))


@contextmanager
def opened(browser: Any, html: str, *, width: int = 1280, headers: Any = None, **options: Any) -> Iterator[Opened]:
    """Open a page as a server would send it, at an address that nothing else answers."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    try:
        page = context.new_page()
        page.set_default_timeout(180_000)  # milliseconds: a machine that does other things meanwhile is slow, not wrong
        result = Opened(page)
        address = "http://preview.test/"
        page.route(
            "**/*",
            lambda route: (
                route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers or {})
                if route.request.url == address
                else route.abort()
            ),
        )
        page.goto(address)
        yield result
        assert result.requests == [address]
    finally:
        context.close()
