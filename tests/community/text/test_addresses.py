import pytest

from community.text.addresses import AddressFinder

finder = AddressFinder()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.example/b.", ["https://a.example/b"]),
        ("(https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("https://a.example/?q=1&copy;!", ["https://a.example/?q=1"]),
        ("HTTP://A.example:8000/#x", ["HTTP://A.example:8000/#x"]),
        ("https://localhost:8000/", ["https://localhost:8000/"]),
        ("www.a.example, www.b.example/c", ["www.a.example", "www.b.example/c"]),
        ("„https://a.example/b“。", ["https://a.example/b"]),
        ("https://a.example/路径。下一句", ["https://a.example/路径"]),
        ("mail a.b+c@d.example!", ["a.b+c@d.example"]),
        ("mailto:a@b.example", ["mailto:a@b.example"]),
        ("a@b.example https://c.example", ["a@b.example", "https://c.example"]),
        ("<https://a.example/b>c", ["https://a.example/b"]),
        ("https://a.example/;):-", ["https://a.example/"]),
    ],
)
def test_addresses_end_where_people_end_them(text, found):
    assert [address.text for address in finder.match(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "a.example",
        "ok.So readme.md 1.2.3.4",
        "www.",
        "www.a",
        "xhttps://a.example",
        "xwww.a.example",
        "ftp://a.example",
        "//a.example",
        "https://",
        "https:///x",
        "https://user@a.example",
        "https://user:secret@a.example/",
        "@a.example",
        "a@b",
        "a@b.example@c.example",
        "/a@b.example",
    ],
)
def test_what_is_not_plainly_an_address_is_none(text):
    assert finder.match(text) == []


@pytest.mark.parametrize(
    ("text", "url"), [("www.a.example", "http://www.a.example"), ("a@b.example", "mailto:a@b.example")]
)
def test_addresses_are_completed(text, url):
    assert finder.match(text)[0].url == url


def test_an_address_is_found_where_a_text_begins():
    assert finder.match_at_start("https://a.example b").text == "https://a.example"
    assert finder.match_at_start("b https://a.example") is None
