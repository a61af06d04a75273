"""Grammars of Markdown and HTML that go wrong in the ways in which people and attackers make them go wrong."""

from tests.community.text.hostile import HOSTILE, SCHEMES

WORDS = [
    "a",
    "é",
    "日本",
    "عربي",
    "🙂",
    "x_y",
    "1.",
    "-",
    "#",
    ">",
    "|",
    "*",
    "**",
    "`",
    "~~",
    "&lt;",
    "&#60;",
    "\\",
    "@anna",
]
TAGS = [
    "p", "div", "b", "i", "a", "img", "ul", "ol", "li", "pre", "code", "table", "tr", "td", "th", "h1", "h6", "blockquote",
    "br", "hr", "svg", "math", "style", "script", "textarea", "title", "template", "noscript", "select", "form", "mglyph",
    "foreignObject", "annotation-xml", "dl", "dt", "dd", "sup", "kbd", "x-y",
]  # fmt: skip
ATTRIBUTES = [
    "href",
    "src",
    "onclick",
    "style",
    "class",
    "id",
    "alt",
    "start",
    "title",
    "xlink:href",
    "srcdoc",
    "formaction",
]
SHAPES = [
    "{0}{1}", "{0} {1}", "*{0}*{1}", "**{0}**{1}", "_{0}_{1}", "~~{0}~~{1}", "`{0}`{1}", "[{0}]({2})", "![{0}]({2})",
    "[{0}][{1}]", "[{0}]({2} '{1}')", "<{2}>{1}", "{2}{1}", "<b {2}>{0}</b>", "{0}\n{1}", "&{0};{1}", "@{0}", "\\{0}",
]  # fmt: skip
BREAKS = ["", " ", "\n", "\n\n", "  \n", "\t", "\\\n", "\r\n", "\u2028", "\n\n\n"]


def post(source, depth=0):
    """Some Markdown."""
    parts = [_block(source, depth) for _ in range(source.randint(1, 4))]
    return source.choice(BREAKS).join(parts)


def page(source, depth=0):
    """Some HTML, not always closed, nested or quoted as it should be."""
    return "".join(_node(source, depth) for _ in range(source.randint(1, 4)))


def _block(source, depth):
    kind = source.randrange(9)
    if kind == 0 and depth < 5:
        mark = source.choice(["> ", "- ", "1. ", "  - ", "    ", "* * ", ">- "])
        return "\n".join(mark + line for line in post(source, depth + 1).split("\n"))
    if kind == 1:
        fence = source.choice(["```", "~~~", "````", "``"])
        language = source.choice(["", "py", "html", "js", "<b>"])
        return f"{fence}{language}\n{_inline(source, depth)}\n{source.choice([fence, ''])}"
    if kind == 2:
        rows = ["|".join(_inline(source, 4) for _ in range(source.randint(1, 4))) for _ in range(source.randint(1, 4))]
        return "\n".join([rows[0], source.choice(["-|-", "|:-|-:|", "---", "-|-|-|-"]), *rows[1:]])
    if kind == 3:
        return f"[{_inline(source, 4)}]: {_address(source)} {source.choice(['', chr(34), '(x)'])}"
    if kind == 4:
        return source.choice(HOSTILE)
    return source.choice(["", "# ", "===\n", "---\n"]) + _inline(source, depth)


def _inline(source, depth):
    if depth > 5 or source.random() < 0.3:
        return source.choice(WORDS)
    left, right = _inline(source, depth + 1), _inline(source, depth + 1)
    shape = source.choice(SHAPES)
    return shape.format(left, right, _address(source))


def _address(source):
    return source.choice([*SCHEMES, "https://a.example/", "x", "a@b.example"]) + source.choice(
        ["", "alert(1)", "(b)", "'", '"']
    )


def _node(source, depth):
    if depth > 6 or source.random() < 0.25:
        return source.choice([_inline(source, 3), source.choice(HOSTILE), " ", "\n"])
    tag = source.choice(TAGS)
    attributes = "".join(_attribute(source) for _ in range(source.randrange(3)))
    closing = source.choice(
        [f"</{tag}>", f"</{tag}>", f"</{tag}>", "", f"</{source.choice(TAGS)}>", "/>", "<!--", "-->"]
    )
    return f"<{tag}{attributes}>{page(source, depth + 1)}{closing}"


def _attribute(source):
    value = source.choice([_address(source), _inline(source, 4), "1", "lang-py"])
    quote = source.choice(['"', '"', "'", "", "`"])
    return f"{source.choice([' ', '/', chr(10)])}{source.choice(ATTRIBUTES)}={quote}{value}{quote}"
