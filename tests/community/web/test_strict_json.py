import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.web.strict_json import BadJson, loads_strict


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a": [1, 2.5, true, null, "x"]}', {"a": [1, 2.5, True, None, "x"]}),
        (b'"\\ud83d\\ude00"', "😀"),
        ('"ä\\"[[["'.encode(), 'ä"[[['),
        (b"9223372036854775807", 2**63 - 1),
        (b"-9223372036854775808", -(2**63)),
        (b"[" * 32 + b"]" * 32, None),
        (b'"' + b"[" * 1000 + b'"', "[" * 1000),
        (b'{"a": {"b": 1}, "c": {"b": 1}}', {"a": {"b": 1}, "c": {"b": 1}}),
    ],
)
def test_reads(data, value):
    assert loads_strict(data) == (value if value is not None else json.loads(data))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "cannot be read: line 1, column 1"),
        (b"{", "cannot be read"),
        (b'{"a": 1,}', "cannot be read"),
        (b'"a\nb"', "cannot be read"),
        (b'"a\x00b"', "cannot be read"),
        (b"\xef\xbb\xbf1", "cannot be read"),
        (b'{"a": 1, "a": 2}', "names something twice"),
        (b'{"a": {"b": 1, "\\u0062": 2}}', "names something twice"),
        (b"[" * 33 + b"]" * 33, "deeper than 32"),
        (b"[" * 100_000, "deeper than 32"),
        (b'{"a":' * 2000 + b"1" + b"}" * 2000, "deeper than 32"),
        (b'"\\u0000"', "cannot be stored"),
        (b'{"\\u0000": 1}', "cannot be stored"),
        (b'[["\\ud800"]]', "cannot be stored"),
        (b'{"a": "\\udc00\\ud800"}', "cannot be stored"),
        (b"\xff", "not valid UTF-8"),
        ('"ä"'.encode("latin-1"), "not valid UTF-8"),
        ('"a"'.encode("utf-16"), "not valid UTF-8"),
        (b"\xed\xa0\x80", "not valid UTF-8"),
        (b"NaN", "NaN, which is not a number"),
        (b"[-Infinity]", "-Infinity, which is not a number"),
        (b"1e400", "too large"),
        (b"9223372036854775808", "too large"),
        (b"1" * 5000, "too large"),
    ],
)
def test_refuses(data, sentence):
    with pytest.raises(BadJson, match=sentence):
        loads_strict(data)


def test_refuses_what_is_too_long():
    with pytest.raises(BadJson, match="larger than 10 bytes"):
        loads_strict(b'"0123456789"', most_bytes=10)


def test_a_megabyte_of_quotes_takes_no_long_time():
    with pytest.raises(BadJson):
        loads_strict(b'"\\' * 500_000)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bytes_are_read_or_refused_never_anything_else(data):
    try:
        loads_strict(data)
    except BadJson as error:
        assert str(error).endswith(".")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=10,
)


@given(_VALUES)
def test_what_can_be_stored_comes_back(value):
    data = json.dumps(value).encode()
    if "\\u0000" not in data.decode():
        assert loads_strict(data) == value
