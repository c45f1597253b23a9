"""Makes the pictures of the README from a demo workspace: `python docs/screenshots.py`. Needs chromium."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
SWELL = Path(sys.executable).parent / "swell"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = {"dashboard": "/dashboards/sales_pipeline"}


def main() -> None:
    """Make the demo, serve it, and take a picture of each page."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Needs chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([SWELL, "demo", "--no-serve", "--dir", f"{folder}/demo"], check=True)
        port = _free_port()
        server = subprocess.Popen([SWELL, "serve", "-w", f"{folder}/demo", "--port", str(port)])
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/workspace")
            _take(chromium, f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def _take(chromium: str, address: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 980}, base_url=address)
        for name, path in PAGES.items():
            page.goto(path, wait_until="networkidle")
            page.wait_for_timeout(1000)  # charts grow into place
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"{address} does not answer.")


if __name__ == "__main__":
    main()
