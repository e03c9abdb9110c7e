"""The explorer in use: by keyboard alone, and with a text of the reader's own."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

from builders import ARTICLE, ARTICLE_NAME, write_text
from site_pages import pages_of
from test_pages import Watched

import negotiations as ng


def test_the_search_is_used_by_keyboard(browser: Any, sites: dict[str, Path]) -> None:
    """From the head of any page: a word that readers have, Enter, and the answers of `find`."""
    watched = Watched(browser, sites["bundled"])
    page = watched.open("actors/qatar.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "explorer-find"
    page.keyboard.type("hostages")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=hostages")
    found = len(ng.load().find("hostages"))
    page.get_by_text(f"{found} records for “hostages”").wait_for()
    assert page.locator("#search-results li").count() == min(found, 50)
    first = page.locator("#search-results a").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/issues/captive-release.html")
    assert watched.faults() == []
    watched.close()


def test_answers_are_found_in_a_script_from_right_to_left(
    browser: Any, sites: dict[str, Path]
) -> None:
    """By another word in Hebrew for what is named in Arabic."""
    watched = Watched(browser, sites["scripts"])
    page = watched.open("search.html?q=%D7%A7%D7%95 %D7%94%D7%A0%D7%A1%D7%99%D7%92%D7%94")
    page.locator("#search-results li").first.wait_for()
    assert "خط الانسحاب" in page.locator("#search-results").inner_text()
    assert watched.faults() == []
    watched.close()


def test_two_versions_are_chosen_by_keyboard(browser: Any, sites: dict[str, Path]) -> None:
    """A pair that is worked out leads to its page; the address of the choice stays good."""
    from playwright.sync_api import expect

    watched = Watched(browser, sites["bundled"])
    page = watched.open("compare.html")
    page.locator("#choose-a").focus()
    page.keyboard.type("May")
    page.keyboard.press("Tab")
    page.keyboard.type("Brid")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/diffs/may-proposal@may/may-proposal@bridging.html")
    page.get_by_role("link", name="Choose other versions").click()
    page.wait_for_url("**/compare.html?**")
    expect(page.locator("#choose-b")).to_have_value("may-proposal@bridging")
    page.locator("#choose-b").select_option("may-proposal@may")
    page.get_by_role("button", name="Compare").click()
    assert page.get_by_text("Choose two different versions.").is_visible()
    assert watched.faults() == []
    watched.close()


def test_other_pairs_are_shown_beside_each_other_and_called_no_comparison(
    browser: Any, sites: dict[str, Path]
) -> None:
    """Of many versions: values as they are reported, and nothing about what changed."""
    watched = Watched(browser, sites["long"])
    page = watched.open("compare.html")
    page.locator("#choose-a").focus()
    page.keyboard.type("text-one@v007")
    page.keyboard.press("Tab")
    page.keyboard.type("text-two@v002")
    page.keyboard.press("Enter")
    page.get_by_text("This is no comparison.").wait_for()
    cells = page.locator("table.values td").all_inner_texts()
    assert [cell.split() for cell in cells] == [["count", "8"], ["count", "3"]]
    page = watched.open("compare.html?a=text-two%40v000&b=text-two%40v002")
    page.wait_for_url("**/diffs/text-two@v000/text-two@v002.html")
    page = watched.open("compare.html?a=nothing&b=text-two%40v002")
    page.get_by_text("does not name two different versions").wait_for()
    assert watched.faults() == []
    watched.close()


def test_the_timeline_is_zoomed_and_read_by_keyboard(browser: Any, sites: dict[str, Path]) -> None:
    """Arrows choose, plus zooms, Enter opens; unknown ends are arrows, and a sort can be left out."""
    watched = Watched(browser, sites["bundled"], viewport={"width": 1280, "height": 900})
    page = watched.open("timeline/index.html")
    page.locator(".picture").focus()
    before = page.locator(".picture .day").all_inner_texts()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("+")
    assert page.locator(".picture .day").all_inner_texts() != before
    assert page.locator(".mark.chosen").count() == 1
    name = page.locator(".said a").inner_text()
    page.keyboard.press("Home")
    assert page.locator(".picture .day").all_inner_texts() == before
    assert page.locator(".mark.open .arrow").count() > 10
    page.get_by_label("event", exact=True).uncheck()
    assert page.locator(".mark.event").count() == 0
    assert page.locator(".timeline li .sort.event:visible").count() == 0
    page.get_by_label("Issue").select_option("issues/philadelphi-corridor")
    shown = page.locator(".timeline li:visible").count()
    assert page.locator("#timeline-status").inner_text().startswith(f"{shown} of ")
    page.get_by_label("Issue").select_option("")
    page.get_by_label("event", exact=True).check()
    page.locator(".picture").focus()
    page.keyboard.press("Enter")
    page.locator("h1", has_text=name).wait_for()
    assert watched.faults() == []
    watched.close()


def test_a_text_that_is_given_is_marked_and_leaves_the_page_for_nowhere(
    browser: Any, sites: dict[str, Path], tmp_path: Path
) -> None:
    """The passages of the records, in the very text and in one with a heading before it."""
    path = write_text(tmp_path) / ARTICLE_NAME
    watched = Watched(browser, sites["full"])
    page = watched.open("sources/report.paragraphs.html")
    asked = len(watched.asked)
    page.locator("#own-file").set_input_files(path)
    page.get_by_text("This is the text that was coded.").wait_for()
    marked = "".join(page.locator(".own mark").all_inner_texts())
    assert marked
    assert all(words in ARTICLE for words in page.locator(".own mark").all_inner_texts())
    page.locator(".own summary").first.click()
    target = page.locator(".own a").first.get_attribute("href")
    assert target is not None
    assert (sites["full"] / "sources" / target).resolve().is_file()
    moved = tmp_path / "moved.txt"
    moved.write_text(f"A heading before it.\n\n{ARTICLE}", encoding="utf-8")
    page.locator("#own-file").set_input_files(moved)
    page.get_by_text("This is not the very file that was coded").wait_for()
    assert "".join(page.locator(".own mark").all_inner_texts()) == marked
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\x00")
    page.locator("#own-file").set_input_files(binary)
    page.get_by_text("The file is not text in UTF-8.").wait_for()
    # Nothing was asked for but the places of the passages; the browser may load its icon late.
    names = [url.rpartition("/")[2] for url in watched.asked[asked:]]
    assert [name for name in names if name != "icon.svg"] == ["report.passages.js"]
    assert watched.faults() == []
    watched.close()


def test_a_change_has_one_address_in_whatever_part_it_stands(
    browser: Any, sites: dict[str, Path]
) -> None:
    """The address of the page leads to the part that has what it names, or has what that is within."""
    root = sites["paris"]
    path = "diffs/paris-agreement@draft-4-december/paris-agreement@adopted"
    pages = pages_of(root)
    second, third = (
        next(each for each in pages[f"{path}={part}.html"].ids if each.startswith("terms/"))
        for part in (2, 3)
    )
    watched = Watched(browser, root)
    page = watched.open("index.html")
    for start, anchor, end in (
        ("", second, "=2"),
        ("", third, "=3"),
        ("=2", third, "=3"),  # where it stood in an earlier version
        ("", f"{third}/gone", "=3"),
        ("=3", "nowhere", ""),
    ):
        page.goto("about:blank")
        watched.open(f"{path}{start}.html#{anchor}")
        wanted = f"{path}{end}.html#{anchor}"
        page.wait_for_url(lambda url, wanted=wanted: unquote(url).endswith(wanted))
    assert watched.faults() == []
    watched.close()


def test_a_citation_has_the_whole_address_on_the_web_and_is_copied(
    browser: Any, sites: dict[str, Path]
) -> None:
    """In the place of the path in the folder; what is folded is open at its address."""
    root = sites["bundled"]
    served = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(root))
    )
    Thread(target=served.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{served.server_port}/"
    path = "diffs/may-proposal@may/may-proposal@bridging"
    anchor = next(each for each in pages_of(root)[f"{path}.citations.html"].ids if "terms/" in each)
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{home}{path}.citations.html#{anchor}")
    folds = page.locator("details.citing[open]")
    assert folds.count() == 1
    text, entry = folds.locator("pre").all_text_contents()
    assert f", {home}{path}.html#{anchor}. In: " in text
    assert f"  url = {{{home}{path}.html#{anchor}}},\n}}" in entry
    button = folds.get_by_role("button").first
    button.click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == text.strip()
    context.close()
    served.shutdown()
    served.server_close()


def test_what_is_found_in_a_term_leads_to_it(browser: Any, sites: dict[str, Path]) -> None:
    """In whatever part its page has it, by its name; the issue is listed, and small words are named."""
    watched = Watched(browser, sites["paris"])
    page = watched.open("search.html?q=the+100+billion")
    page.get_by_text("Left out, as small words: “the”.").wait_for()
    results = page.locator("#search-results li")
    names = results.locator("a").all_text_contents()
    assert "Floor of finance" in names
    text = results.filter(has_text=": Floor of finance").first
    text.locator("a").click()
    page.wait_for_load_state()
    anchor = page.evaluate("location.hash.slice(1)")
    assert anchor.startswith("terms/finance-floor")
    assert page.evaluate("document.querySelector(':target').id") == anchor
    assert watched.faults() == []
    watched.close()


def test_the_feed_is_read_by_a_reader_of_feeds(sites: dict[str, Path]) -> None:
    """feedparser takes it as well-formed Atom, with an entry for each release."""
    import feedparser

    feed = feedparser.parse((sites["scripts"] / "feed.xml").read_bytes())
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert [entry.title for entry in feed.entries] == ["Version 1.0.0"]
    assert feed.feed.id.startswith("urn:uuid:")
