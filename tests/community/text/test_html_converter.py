import pytest

from community.text.excerpt import plain_text
from community.text.importing import html_to_markdown
from community.text.markdown import render_markdown
from tests.community.text.oracle import links, text


def shown(html, **kwargs):
    return str(render_markdown(html_to_markdown(html, **kwargs), limits=None).html).strip()


def words(html):
    return "".join(plain_text(html).split())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<h1>a</h1><h3>b</h3>", "# a\n\n### b"),
        ("<strong>a</strong> <em>b</em> <s>c</s>", "**a** *b* ~~c~~"),
        ("<b> a </b>b", "**a** b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ('<ol start="9999999999"><li>a</li></ol>', "1. a"),
        ("<hr>", "---"),
        ("<kbd>Ctrl</kbd>+<samp>x</samp>", "`Ctrl`+`x`"),
        ("<code>a`b</code>", "``a`b``"),
        ("<code>`</code>", "`` ` ``"),
        ("10<sup>5</sup> CO<sub>2</sub> 1<sup>st</sup>", "10^5 CO2 1st"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a\n\nb"),
        ("<q>a</q>", "a"),
        ("", ""),
        ("a &lt;b&gt; &amp;amp; c", "a \\<b> \\&amp; c"),
    ],
)
def test_html_becomes_the_markdown_a_person_would_write(html, markdown):
    assert html_to_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<a href="https://a.example">x</a>', "https://a.example"),
        ('<a href="https://a.example/b_(c)?d=1&amp;e=&lt;">x</a>', "https://a.example/b_(c)?d=1&e=%3C"),
        ('<a href="mailto:a@b.example">x</a>', "mailto:a@b.example"),
        ('<a href="https://a.example">https://a.example</a>', "https://a.example"),
        ("https://a.example/__b__*c*/", "https://a.example/__b__*c*/"),
        ("www.a.example/__b__/", "http://www.a.example/__b__/"),
        ("my_name_@b_c.example and a_b@c.example", "mailto:a_b@c.example"),
        ('<img src="https://a.example/b.png" alt="c">', "https://a.example/b.png"),
        ('<a href="https://a.example"><img src="https://b.example/c.png"></a>', "https://a.example"),
        ('<a href="https://a.example">a<br>b</a>', "https://a.example"),
    ],
)
def test_links_lead_where_they_led(html, address):
    assert links(shown(html)) == [address]


def test_relative_links_need_to_know_where_they_stood():
    html = '<a href="/q/1#a-2">x</a> <img src="b.png" alt="">'

    assert links(shown(html)) == []
    assert text(shown(html)) == "x b.png"
    assert links(shown(html, base_url="https://a.example/q/")) == [
        "https://a.example/q/1#a-2",
        "https://a.example/q/b.png",
    ]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "http://[", "//", "ftp://a.example", ""]
)
def test_links_to_anything_else_become_their_text(address):
    assert shown(f'<a href="{address}">words</a>') == "<p>words</p>"


def test_code_keeps_its_lines_and_its_language():
    html = '<pre class="lang-py s-code-block"><code>if x:\n\n    y = "```"<br>z</code></pre>'

    assert html_to_markdown(html) == '````python\nif x:\n\n    y = "```"\nz\n````'


def test_code_in_a_list_stays_in_the_list():
    assert shown("<ul><li>a<pre>b\n\n  c</pre></li></ul>").count("<li>") == 1
    assert "b\n\n  c" in shown("<ul><li>a<pre>b\n\n  c</pre></li></ul>")


def test_tables_stay_tables():
    html = "<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td><code>x|y</code><br>z</td></tr></table>"

    assert "<table>" in shown(html)
    assert words(shown(html)) == "ab1|2x|yz"
