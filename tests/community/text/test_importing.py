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


@pytest.mark.parametrize(
    "dropped",
    ["<script>x</script>", "<style>x</style>", "<template>x</template>", "<!-- x -->", "<svg><text>x</text></svg>"],
)
def test_what_nobody_read_goes(dropped):
    assert html_to_markdown(f"a {dropped}b") == "a b"


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


@pytest.mark.parametrize(
    "html",
    [
        "<b>Note:</b>text",
        "text<b>(note)</b>text",
        "a<i>'b'</i>c",
        "a<b>.</b>b",
        "<b>a</b><b>b</b><i>c</i>",
        "<i><b>a</b>b</i>c",
        "<b>a<br><br>b</b>",
        "<b><p>a</p><p>b</p></b>",
        "<em>a*b_c</em>",
        "1. a<br>- b<br>+ c<br># d<br>> e<br>=== <br>--- <br>* f<br>~~~ g",
        "<p>1986. A great year</p>",
        "a | b<br>--|--<br>c | d",
        "a|b<br>:-|-:",
        "[x](https://a.example) ![y](https://a.example) [z]: https://a.example",
        "wow!<a href='https://a.example'>x</a>",
        "snake_case __init__ *args **kwargs ~~x~~ `y` \\z",
        "&amp;copy; &amp;#65; &amp;lt;",
        "@anna #tag $x$ %y%",
        "    indented<br>\tmore",
        "<pre>\n\n  a  \n\n</pre>",
        "<pre>```\n~~~</pre>",
        "<td>a</td><li>b<li>c<p>d<p>e",
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>",
        "<table><tr><td><pre>a\n b</pre><ul><li>c</li></ul></td></tr></table>",
        "<h2>a<br>b <code>c</code> #</h2>",
        "<a href='https://a.example'><p>a</p><ul><li>b</li></ul></a>",
        "<a href='https://a.example'>[a] <b>b]</b></a>",
        "<code>a  b</code> <code> </code> <code></code>",
        "<blockquote><blockquote><pre>a</pre></blockquote><ul><li>b</li></ul></blockquote>",
        "<textarea>a</textarea><select><option>b</option></select>",
        "<p>\u202eabc\u202c \u200bd</p>",
        "x" * 30_000,
        "C:\\Users\\me\\*.* <folder>",
        "Line one\n\n\n   line two",
        "<ul><li></li><li>a</li></ul><ol></ol>",
        "https://a.example/x_y_z, (www.b.example/_c_) and <i>d_e@f.example</i>!",
    ],
)
def test_the_same_words_are_shown(html):
    expected = "".join(text(html).replace("\t", " ").split())

    assert "".join(text(shown(html)).split()) == expected


def test_where_formatting_would_change_the_words_it_is_given_up():
    assert shown("x<b>&amp;</b>y") == "<p>x&amp;y</p>"


@pytest.mark.parametrize("depth", [90, 101, 5_000])
def test_deep_nesting_keeps_the_words(depth):
    assert text(shown("<div><blockquote>" * depth + "deep *words*")).strip().endswith("deep *words*")


def test_what_cannot_be_stored_is_replaced():
    assert html_to_markdown("a\x00b\ud800c&#0;d&#xdfff;e\x07") == "a\ufffdb\ufffdc\ufffdd\ufffde"
