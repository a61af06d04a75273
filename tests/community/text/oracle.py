"""An independent reading of what came out: html5lib parses it, and this list, not the renderer's, says what may be."""

import html5lib

ELEMENTS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "span",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
CLASSES = {
    "table-scroll", "mention", "align-center", "align-end", "hl-comment", "hl-keyword", "hl-string", "hl-number",
    "hl-name", "hl-deleted", "hl-inserted", "hl-heading", "hl-prompt",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}, "pre": {"tabindex"}, "div": {"class", "tabindex"}}
PREFIXES = ("http://", "https://", "mailto:")
XHTML = "{http://www.w3.org/1999/xhtml}"


def problems(html):
    """Everything in the HTML that a post may not contain."""
    tree = html5lib.parseFragment(html, treebuilder="etree")
    found = []
    for element in tree.iter():
        if element is tree:
            continue
        if not isinstance(element.tag, str) or not element.tag.startswith(XHTML):
            found.append(f"not an element of HTML: {element.tag}")
            continue
        name = element.tag.removeprefix(XHTML)
        if name not in ELEMENTS:
            found.append(f"element {name}")
        found += [f"{name} {key}={value!r}" for key, value in element.attrib.items() if not _allowed(name, key, value)]
        if name == "a" and element.get("rel") != "nofollow ugc noopener":
            found.append("a link that passes on our good name")
    return found


def links(html):
    return [a.get("href") for a in html5lib.parseFragment(html, treebuilder="etree").iter(f"{XHTML}a")]


def text(html):
    return "".join(html5lib.parseFragment(html, treebuilder="etree").itertext())


def _allowed(name, key, value):
    if key == "class":
        return value in CLASSES and name in {"div", "span", "td", "th"}
    if key not in ATTRIBUTES.get(name, set()):
        return False
    if key == "href":
        return value.lower().startswith(PREFIXES) and all(char.isprintable() and char != " " for char in value)
    return value == "0" if key == "tabindex" else True
