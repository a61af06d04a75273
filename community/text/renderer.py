"""From parsed tokens to HTML elements of our choice."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markdown_it.common.utils import unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from community.text.highlight import MAX_CODE_IN_TEXT, highlight

# The page owns h1 and the post's title h2.
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
_ALIGNMENTS = {"text-align:center": "align-center", "text-align:right": "align-end"}


class PostRenderer(RendererHTML):
    """Renders what PostParser reads. The methods are named after the token types they render."""

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Start a heading two levels lower than written."""
        return f"<{_HEADINGS[tokens[idx].tag]}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """End that heading."""
        return f"</{_HEADINGS[tokens[idx].tag]}>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Start a link without its title, which no keyboard or finger can reach."""
        return f'<a href="{escape(str(tokens[idx].attrs["href"]))}">'

    def mention(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Mark a name; whose it is, is looked up by whoever shows the page."""
        return f'<span class="mention">@{escape(tokens[idx].content)}</span>'

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Show code in colours when its language is named."""
        code = tokens[idx].content
        words = unescapeAll(tokens[idx].info).split(maxsplit=1)
        room = env.setdefault("code", MAX_CODE_IN_TEXT)
        if not words or len(code) > room:
            return _code_region(escape(code, quote=False))
        env["code"] = room - len(code)
        return _code_region(highlight(code, words[0]))

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Show indented code."""
        return _code_region(escape(tokens[idx].content, quote=False))

    def hardbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Break the line where the author did."""
        return "<br>"

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Break the line where the author did."""
        return "<br>"

    def s_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Start struck-out text."""
        return "<del>"

    def s_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """End struck-out text."""
        return "</del>"

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Start a table in a region that scrolls, so that the page does not."""
        return '<div class="table-scroll" tabindex="0"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """End the table and its region."""
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Start a head cell."""
        return _cell(tokens[idx])

    def th_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """End a head cell."""
        return "</th>"

    def td_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """End a cell."""
        return "</td>"

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Start a cell."""
        return _cell(tokens[idx])


def _cell(token: Token) -> str:
    alignment = _ALIGNMENTS.get(str(token.attrs.get("style", "")))
    return f'<{token.tag} class="{alignment}">' if alignment else f"<{token.tag}>"


def _code_region(html: str) -> str:
    return f'<pre tabindex="0"><code>{html}</code></pre>\n'
