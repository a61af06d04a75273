"""Colours for code: Pygments finds the tokens, we name nine kinds of them by class."""

from __future__ import annotations

from functools import cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, _TokenType

# Lexers are bags of regular expressions, some of which take square or cubic time on code nobody writes: a page of line
# breaks in Python or Java. At this size the worst found took a quarter of a second.
MAX_CODE = 2_000
MAX_CODE_IN_TEXT = 4_000
MAX_GROWTH = 8
_GROWTH_FLOOR = 200

# Each one was run against worst-case inputs; others stay plain.
LANGUAGES = frozenset(
    {
        "bash", "bat", "c", "console", "cpp", "csharp", "css", "diff", "docker", "go", "html", "ini", "java",
        "javascript", "json", "kotlin", "nginx", "php", "powershell", "python", "ruby", "rust", "sql", "swift", "toml",
        "typescript", "xml", "yaml",
    }
)  # fmt: skip
ALIASES = {
    "c#": "csharp", "c++": "cpp", "cmd": "bat", "cs": "csharp", "dockerfile": "docker", "htm": "html",
    "js": "javascript", "jsx": "javascript", "kt": "kotlin", "node": "javascript", "patch": "diff", "ps1": "powershell",
    "py": "python", "python3": "python", "rb": "ruby", "rs": "rust", "sh": "bash", "shell": "bash", "svg": "xml",
    "ts": "typescript", "tsx": "typescript", "yml": "yaml", "zsh": "bash",
}  # fmt: skip

_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "hl-comment"),
    (Keyword, "hl-keyword"),
    (Operator.Word, "hl-keyword"),
    (String, "hl-string"),
    (Number, "hl-number"),
    (Literal, "hl-string"),
    (Name.Function, "hl-name"),
    (Name.Class, "hl-name"),
    (Name.Tag, "hl-name"),
    (Name.Attribute, "hl-name"),
    (Name.Decorator, "hl-name"),
    (Name.Builtin, "hl-name"),
    (Generic.Deleted, "hl-deleted"),
    (Generic.Inserted, "hl-inserted"),
    (Generic.Heading, "hl-heading"),
    (Generic.Subheading, "hl-heading"),
    (Generic.Prompt, "hl-prompt"),
)
CLASS_NAMES = frozenset(name for _, name in _CLASSES)


def highlight(code: str, language: str) -> str:
    """Return the code as HTML text with `<span class="hl-...">` around its tokens.

    Code in an unknown language, over MAX_CODE characters, or that would grow more than MAX_GROWTH times is only
    escaped. The text is always exactly the code.
    """
    plain = escape(code, quote=False)
    name = language_of(language)
    if not name or len(code) > MAX_CODE:
        return plain
    tokens = _tokens(code, name)
    if "".join(text for _, text in tokens) != code:
        return plain
    html = "".join(_span(css_class, text) for css_class, text in tokens)
    return html if len(html) <= MAX_GROWTH * max(len(code), _GROWTH_FLOOR) else plain


def language_of(name: str) -> str:
    """Return our name of a language for what people call it (py, c#, language-js, lang-sh), or nothing."""
    bare = name.lower().removeprefix("language-").removeprefix("lang-")
    bare = ALIASES.get(bare, bare)
    return bare if bare in LANGUAGES else ""


def _tokens(code: str, language: str) -> list[tuple[str, str]]:
    """Return (class, text) pairs; neighbours of one class are joined so that the HTML stays small."""
    joined: list[tuple[str, str]] = []
    # get_tokens() would strip and end the code with a line break of its own; a reader copies what was written.
    for _, kind, text in _lexer(language).get_tokens_unprocessed(code):
        css_class = _class_of(kind)
        if joined and joined[-1][0] == css_class:
            text = joined.pop()[1] + text
        joined.append((css_class, text))
    return joined


def _lexer(language: str) -> Lexer:
    # PHP in a post is a snippet far more often than a page that begins with <?php.
    return _lexer_class(language)(startinline=True)


@cache
def _lexer_class(language: str) -> type[Lexer]:
    return find_lexer_class_by_name(language)


@cache
def _class_of(kind: _TokenType) -> str:
    lineage = kind.split()
    return next((name for family, name in _CLASSES if family in lineage), "")


def _span(css_class: str, text: str) -> str:
    shown = escape(text, quote=False)
    return f'<span class="{css_class}">{shown}</span>' if css_class and not text.isspace() else shown
