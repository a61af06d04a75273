import pytest

from community.text.importing import html_to_markdown
from community.text.markdown import render_markdown
from tests.community.text.oracle import text


def shown(html, **kwargs):
    return str(render_markdown(html_to_markdown(html, **kwargs), limits=None).html).strip()


@pytest.mark.parametrize(
    "dropped",
    ["<script>x</script>", "<style>x</style>", "<template>x</template>", "<!-- x -->", "<svg><text>x</text></svg>"],
)
def test_what_nobody_read_goes(dropped):
    assert html_to_markdown(f"a {dropped}b") == "a b"


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
