"""Pages in notebooks: a fragment with its style, in which the rules of the host count for nothing."""

from __future__ import annotations

from negotiations.render.html import page_as_html, stylesheet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.render.page import Page

__all__ = ["notebook_html"]

# A notebook that is not trusted is shown without styles: what its host says of these elements, and what
# would tear a page apart, is taken back at the elements themselves.
_INLINE = {
    "<dt>": '<dt style="float: none; width: auto">',
    "<dd>": '<dd style="float: none; width: auto">',
    "<th ": '<th style="text-align: left" ',
    "<td ": '<td style="text-align: left" ',
}


def notebook_html(page: Page) -> str:
    """A page as a fragment with its style.

    Its letters and colours are those of the notebook, in light themes and in dark ones.
    """
    body = page_as_html(page)
    for tag, styled in _INLINE.items():  # no text of a page has a tag in it
        body = body.replace(tag, styled)
    return f"<style>{stylesheet('layout')}{stylesheet('notebook')}</style>\n{body}"
