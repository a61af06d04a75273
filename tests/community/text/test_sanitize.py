import pytest

from community.text.sanitize import is_safe_url, sanitize, sanitize_import

REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<a href="https://a.example">x</a>', f'<a href="https://a.example" {REL}>x</a>'),
        ('<a href="https://a.example" rel="me" target="_top" id="i">x</a>', f'<a href="https://a.example" {REL}>x</a>'),
        ('<a href="javascript:x">x</a>', f"<a {REL}>x</a>"),
        ('<a href="java\x03script:x">x</a>', f"<a {REL}>x</a>"),
        ('<a href="https://a.example/ b">x</a>', f"<a {REL}>x</a>"),
        ('<a href="https://a.example/\x01">x</a>', f"<a {REL}>x</a>"),
        ('<a href="/q">x</a>', f"<a {REL}>x</a>"),
        ('<ol start="3"><li>x</li></ol>', '<ol start="3"><li>x</li></ol>'),
        ('<ol start="-3"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        ('<pre tabindex="0">x</pre><pre tabindex="5">x</pre>', '<pre tabindex="0">x</pre><pre>x</pre>'),
        ('<span class="mention hl-name btn">x</span>', '<span class="mention hl-name">x</span>'),
        ('<div class="table-scroll modal" tabindex="0">x</div>', '<div class="table-scroll" tabindex="0">x</div>'),
        ('<p class="mention" style="x" id="y" dir="rtl" lang="x" data-x="y">x</p>', "<p>x</p>"),
        ('<td class="align-end">x</td>', "x"),
        ("<!-- x --><h1>x</h1><h3>x</h3>", "x<h3>x</h3>"),
        ("<script>x</script><style>x</style><iframe>x</iframe><img src=x>", "x"),
    ],
)
def test_only_what_is_listed_is_left(html, left):
    assert sanitize(html) == left
    assert sanitize(left) == left


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example",
        "HTTP://a.example:80/b?c=d#e",
        "https://a.example?@b",
        "https://[::1]/",
        "mailto:a@b.example",
        "mailto:a@b.example?subject=c%20d",
        "https://a.example/" + "b" * 1_982,
    ],
)
def test_links_may_lead_to_web_and_mail_addresses(url):
    assert is_safe_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.example",
        "//a.example",
        "/a",
        "https:",
        "https://",
        "https:///a",
        "https:a.example",
        "https:\\\\a.example",
        "https://a.example\\@b.example",
        "https://a.example@b.example",
        "https://a:b@c.example/",
        "https://a.example/ b",
        "https://a.example/\x7f",
        "https://a.example/\u202eb",
        "https://a.example/" + "b" * 1_983,
        "ftp://a.example",
        "javascript:https://a.example",
        "mailto:",
        "mailto:a",
        "mailto:a@b@c",
    ],
)
def test_links_may_lead_nowhere_else(url):
    assert not is_safe_url(url)


def test_imported_html_is_made_well_formed():
    assert sanitize_import("<p>a<p onclick=x>b<b>c") == "<p>a</p><p>b<b>c</b></p>"
    assert sanitize_import('<pre class="lang-py">a</pre><img src="/b.png" onerror=x>') == (
        '<pre class="lang-py">a</pre><img src="/b.png">'
    )
