import pytest

from community.text.markdown import render_markdown
from tests.community.text.oracle import links, text

A = '<a href="https://a.example" rel="nofollow ugc noopener">'


def html(markdown):
    return str(render_markdown(markdown).html).strip()


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[x](https://a.example)", f"<p>{A}x</a></p>"),
        ("<https://a.example>", f"<p>{A}https://a.example</a></p>"),
        ("https://a.example.", f"<p>{A}https://a.example</a>.</p>"),
        ("[x]\n\n[x]: https://a.example", f"<p>{A}x</a></p>"),
        ('[x](https://a.example "title")', f"<p>{A}x</a></p>"),
        ("[](https://a.example)", f"<p>{A}https://a.example</a></p>"),
        ("~~x~~", "<p><del>x</del></p>"),
        ("a\nb", "<p>a<br>b</p>"),
        ("a  \nb", "<p>a<br>b</p>"),
        ("a\\\nb", "<p>a<br>b</p>"),
        ("3. x", '<ol start="3">\n<li>x</li>\n</ol>'),
        ("***", "<hr>"),
    ],
)
def test_markdown_means_what_people_expect(markdown, expected):
    assert html(markdown) == expected


def test_images_are_links_to_themselves():
    assert html("![a cat](https://a.example)") == f"<p>{A}a cat</a></p>"


def test_an_image_without_description_is_named_by_its_file():
    assert text(html("![](https://a.example/b/cat.png?w=1)")) == "cat.png"


def test_an_image_in_a_link_is_its_description():
    assert html("[![a *cat*](https://b.example/c.png)](https://a.example)") == f"<p>{A}a cat</a></p>"


def test_links_never_nest():
    markdown = "[a ![b](https://b.example) c](https://a.example)"

    assert html(markdown) == f"<p>{A}a b c</a></p>"


@pytest.mark.parametrize(
    "address", ["https://a.example/__init__.py", "https://a.example/*b*/_c_/d", "https://x/%20?a&b"]
)
def test_typed_addresses_are_shown_and_linked_as_typed(address):
    assert text(html(f"see {address} there")) == f"see {address} there"
    assert links(html(f"see {address} there")) == [address]


def test_international_hosts_are_linked_in_their_plain_form_and_shown_as_typed():
    assert links(html("https://bücher.example")) == ["https://xn--bcher-kva.example"]
    assert text(html("https://bücher.example")) == "https://bücher.example"


def test_an_address_too_long_to_be_one_stays_text():
    address = "https://a.example/" + "b" * 2_000

    assert links(html(address)) == []
    assert text(html(address)) == address


@pytest.mark.parametrize(
    ("markdown", "name"),
    [
        ("@anna", "anna"),
        ("(@anna)", "anna"),
        ("hello @Anna-K.", "Anna-K"),
        ("*@anna*", "anna"),
        ("@जोहान्ना!", "जोहान्ना"),
        ("@an.na...", "an.na"),
        ("# @anna", "anna"),
        ("> @anna_b", "anna_b"),
        ("@anna\u2019s", "anna"),
    ],
)
def test_a_name_after_an_at_sign_is_a_mention(markdown, name):
    rendered = render_markdown(markdown)

    assert rendered.mentions == (name,)
    assert f'<span class="mention">@{name}</span>' in rendered.html


@pytest.mark.parametrize(
    "markdown",
    [
        "`@anna`",
        "    @anna",
        "```\n@anna\n```",
        "[@anna](https://a.example)",
        "![@anna](https://a.example)",
        "mail anna@a.example",
        "https://a.example/@anna",
        "www.a.example/@anna",
        "\\@anna",
        "a@anna",
        "@@anna",
        "/@anna",
        "@",
        "@ anna",
        "@-",
        "&commat;anna",
        "a&#46;@ anna",
    ],
)
def test_other_at_signs_are_text(markdown):
    rendered = render_markdown(markdown)

    assert rendered.mentions == ()
    assert "mention" not in rendered.html


def test_a_mention_may_not_be_longer_than_a_name():
    assert len(render_markdown("@" + "a" * 100).mentions[0]) == 40


@pytest.mark.parametrize(("mark", "step"), [("> ", 1), ("- ", 2), ("1. ", 2)])
def test_words_in_deep_nesting_are_shown(mark, step):
    shown = html(mark * 60 + "words")

    assert "words" in text(shown)
    assert shown.count("<blockquote>") + shown.count("<ul>") + shown.count("<ol>") <= 20 // step


def test_a_table_of_many_made_up_cells_ends_early():
    markdown = "|".join("a" * 40) + "\n" + "|".join("-" * 40) + "\n" + "x\n" * 200

    shown = html(markdown)

    assert len(shown) < 10 * len(markdown)
    assert text(shown).count("x") == 200


def test_a_table_of_too_many_columns_is_text():
    markdown = "|".join("a" * 51) + "\n" + "|".join("-" * 51)

    assert "<table>" not in html(markdown)


def test_rows_may_lack_a_few_cells():
    assert html("a|b|c\n-|-|-\n1|2|3\n1\n4|5|6").count("<tr>") == 4


def test_a_table_ends_where_another_block_begins():
    shown = html("a|b\n-|-\n1|2\n> quote")

    assert shown.endswith("<blockquote>\n<p>quote</p>\n</blockquote>")
