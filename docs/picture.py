"""The picture of a diff in the README: what a terminal shows, as SVG that loads nothing.

``python docs/picture.py`` draws it again, and ``--check`` fails where it is stale.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path
from string import Template

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Span, Text

from negotiations.cli.main import main as negotiations

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "_static" / "diff.svg"
ARGUMENTS = (
    "diff",
    "paris-agreement@draft-9-december",
    "paris-agreement@adopted",
    "--issue",
    "temperature-limit",
)
TITLE = "A diff of two drafts in a terminal"
DESCRIPTION = (
    "The program lists what became of three options for the limit of warming in the draft of the Paris "
    "Agreement of 9 December 2015: the second of them was adopted, its brackets are gone, and the "
    "first and third options were dropped; each line names the article and paragraph it rests on."
)
COLUMNS = 80
MARGIN = 16

# The colours of codes 0 to 7 and 8 to 15; each is legible on its ground (WCAG AA).
LIGHT = TerminalTheme(
    (0xF6, 0xF8, 0xFA),
    (0x1F, 0x23, 0x28),
    [(0x59, 0x63, 0x6E), (0xA4, 0x0E, 0x26), (0x11, 0x63, 0x29), (0x7D, 0x4E, 0x00),
     (0x05, 0x50, 0xAE), (0x6E, 0x3D, 0x9E), (0x0B, 0x5A, 0x6B), (0x59, 0x63, 0x6E)],
)  # fmt: skip
DARK = TerminalTheme(
    (0x16, 0x19, 0x1D),
    (0xE6, 0xE9, 0xED),
    [(0xA3, 0xAD, 0xB8), (0xFF, 0x94, 0x92), (0x6B, 0xD1, 0x83), (0xE3, 0xB3, 0x41),
     (0x8C, 0xBD, 0xFF), (0xD2, 0xA8, 0xFF), (0x76, 0xD3, 0xE4), (0xA3, 0xAD, 0xB8)],
)  # fmt: skip

# What rich fills in, with the styles of both themes; the letters are those of the reader's machine.
DRAWING = """\
<svg viewBox="0 0 {terminal_width} {terminal_height}" \
xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description">
<title id="title">$title</title>
<desc id="description">$description</desc>
<style>
text {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; \
font-size: {char_height}px; line-height: {line_height}px; white-space: pre; }}
.ground {{ fill: $light; stroke: #c4cad1; }}
/* styles */{styles}/* end */
@media (prefers-color-scheme: dark) {{
.ground {{ fill: $dark; stroke: #4a525c; }}
/* in the dark */
}}
</style>
<rect class="ground" x="0.5" y="0.5" width="{terminal_width}" height="{terminal_height}" rx="8"/>
<g transform="translate($margin, $margin)">
{matrix}
</g>
</svg>
"""


def shown() -> Text:
    """The command line, and what the program prints in colour."""
    printed = io.StringIO()
    folder = ROOT / "examples" / "paris-agreement"
    with redirect_stdout(printed):
        try:
            negotiations(["--color", "always", "-d", str(folder), *ARGUMENTS])
        except SystemExit as ended:
            if ended.code != 1:  # there are differences
                raise
    line = f"$ negotiations {' '.join(ARGUMENTS[:3])} \\\n    {' '.join(ARGUMENTS[3:])}\n\n"
    page = Text.from_ansi(printed.getvalue().strip())
    # Rich mixes what is dim with its ground, beyond what is legible; the first colour of a theme is not.
    page.spans = [undimmed(span) for span in page.spans]
    return Text.assemble((line, "bold"), page)


def undimmed(span: Span) -> Span:
    """The same words, in a colour of their own where they are dim."""
    style = span.style
    if isinstance(style, Style) and style.dim:
        style += Style(dim=False, color="black")
    return Span(span.start, span.end, style)


def drawn(text: Text, theme: TerminalTheme) -> str:
    """The picture in the colours of one theme."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(text)
    colours = {
        "title": TITLE,
        "description": DESCRIPTION,
        "light": LIGHT.background_color.hex,
        "dark": DARK.background_color.hex,
        "margin": MARGIN,
    }
    drawing = Template(DRAWING).substitute(colours)
    return console.export_svg(title="", theme=theme, code_format=drawing, unique_id="diff")


def picture() -> str:
    """The picture, light and dark."""
    text = shown()
    light, dark = (drawn(text, theme) for theme in (LIGHT, DARK))
    styles = dark.partition("/* styles */")[2].partition("/* end */")[0]
    made = light.replace("/* in the dark */", styles.strip())
    made = made.replace("/* styles */", "").replace("/* end */", "")
    # Only the lines of text are cut at their width, and each is as wide as it is anyway.
    made = re.sub(r' clip-path="[^"]*"', "", made)
    made = re.sub(r"<text [^>]*>\n</text>", "\n", made)
    lines = 1 + text.plain.count("\n")
    width, height = COLUMNS * 12.2 + 2 * MARGIN, lines * 24.4 + 2 * MARGIN
    made = re.sub(r'viewBox="[^"]*"', f'viewBox="0 0 {width:g} {height:g}"', made)
    made = re.sub(
        r'y="0.5" width="[^"]*" height="[^"]*"',
        f'y="0.5" width="{width - 1:g}" height="{height - 1:g}"',
        made,
    )
    return "\n".join(line.rstrip() for line in made.splitlines() if line.strip()) + "\n"


def main() -> int:
    """Draw the picture, or check that it is current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether it is current")
    new = picture()
    if not parser.parse_args().check:
        FILE.write_text(new, "utf-8")
        return 0
    current = FILE.is_file() and FILE.read_text("utf-8") == new
    if not current:
        sys.stderr.write(f"{FILE.relative_to(ROOT)} is stale; run: python docs/picture.py\n")
    return 0 if current else 1


if __name__ == "__main__":
    sys.exit(main())
