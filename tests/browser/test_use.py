"""The explorer in use: by keyboard alone, and with a text of the reader's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
    """The address of the page with the anchor of the change leads to the part that has it."""
    root = sites["paris"]
    path = "diffs/paris-agreement@draft-9-december/paris-agreement@adopted.html"
    later = pages_of(root)[path.replace(".html", "=2.html")]
    anchor = next(each for each in later.ids if each.startswith("terms/"))
    watched = Watched(browser, root)
    page = watched.open(path)
    page.goto(f"{page.url}#{anchor}")
    page.reload()
    page.wait_for_url(f"**/paris-agreement@adopted=2.html#{anchor}")
    assert watched.faults() == []
    watched.close()


def test_the_feed_is_read_by_a_reader_of_feeds(sites: dict[str, Path]) -> None:
    """feedparser takes it as well-formed Atom, with an entry for each release."""
    import feedparser

    feed = feedparser.parse((sites["scripts"] / "feed.xml").read_bytes())
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert [entry.title for entry in feed.entries] == ["Version 1.0.0"]
    assert feed.feed.id.startswith("urn:uuid:")
