"""Two clicks from the e-mail, on a slow mobile network; the figures go to the benchmark."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.e2e import site as real_site
from tests.e2e.conftest import PHONE, TIMEOUT_MS

# Both pages, with everything they load, by a telephone that never came before.
MOST_BYTES = 90_000
# What measures of pages call « slow 4G »: 1.6 Mbit/s down, 750 kbit/s up, 150 ms.
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}


@pytest.fixture
def own_site(prepared: Path, tmp_path: Path) -> Iterator[str]:
    with real_site.running(prepared, tmp_path) as address:
        yield address


def test_two_clicks_and_few_bytes(
    browser: Browser,
    own_site: str,
    link_token: str,
    record_property: Callable[[str, object], None],
) -> None:
    context = browser.new_context(
        viewport=ViewportSize(width=PHONE[0], height=PHONE[1]), locale="fr-FR"
    )
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    received: list[int] = []
    tools = context.new_cdp_session(page)
    tools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    started = time.monotonic()
    page.goto(f"{own_site}/mise-a-jour/{link_token}/")
    page.get_by_role("button", name="Tout est juste, rien n’a changé").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
    seconds = time.monotonic() - started
    page.wait_for_load_state("networkidle")
    context.close()
    # Read by tools/bench_browser.py; nothing here judges a time.
    record_property("seconds", round(seconds, 1))
    record_property("bytes", int(sum(received)))
    assert 0 < sum(received) <= MOST_BYTES, received
