import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.text.cleaning import TextRefused, clean_text
from community.text.names import skeleton

LOOK_ALIKES = [
    ("Paul", "PauI"),
    ("Paul", "Pau1"),
    ("Paul", "Pau|"),
    ("Paul", "РauӀ"),
    ("modern", "modem"),
    ("Will", "VVill"),
    ("Bob", "B0b"),
    ("Anna", " a n n a "),
    ("Anna", "А́nna"),
    ("Anna", "ΑΝΝΑ"),
    ("Anna", "Ａｎｎａ"),
    ("Anna", "𝐀𝓷𝖓𝚊"),
    ("Anna", "ᴀɴɴᴀ"),
    ("Anna", "Ⓐⓝⓝⓐ"),
    ("Anna", "A\u200bnna\u2060\u202e"),
    ("Anna", "A̶n̶n̶a̶"),
    ("Anna", "Änñà"),
    ("Anna", "Anna✓"),
    ("Anna", "Anna®"),
    ("Anna", "🅰nna"),
    ("Nick", "Νick"),
    ("Support", "ꓢupport"),
    ("Support", "Ѕuрроrt"),
    ("J. Smith", "j_smith"),
    ("J. Smith", "J-Smith"),
    ("Lukasz", "Łukasz"),
    ("STRASSE", "Straße"),
    ("Ian", "ıan"),
    ("Ian", "İan"),
    ("Вася", "ВАСЯ"),
    ("Вова", "BOBA"),
    ("Νικήτας", "ΝΙΚΗΤΑΣ"),
    ("ﬁona", "fiona"),
    ("Zoë", "Zoe\u0308"),
]


@pytest.mark.parametrize(("name", "other"), LOOK_ALIKES)
def test_names_that_look_the_same_share_a_key(name, other):
    assert skeleton(name) == skeleton(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Anna", "Hanna"),
        ("Anna", "Anne"),
        ("Anna", "Anna 2"),
        ("Bob", "Rob"),
        ("Nan", "Van"),
        ("Dana", "Clana"),
        ("田中", "田口"),
        ("Оля", "Юля"),
        ("محمد", "محمود"),
        ("राम", "रमा"),
        ("かき", "かぎ"),
        ("🙂", "🙃"),
        ("...", "..."[:2]),
        (" ", "\u200b"),
    ],
)
def test_other_names_are_other_people(name, other):
    assert skeleton(name) != skeleton(other)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Co", "Cn", "Cs"]), min_size=1))
def test_every_name_has_a_key(name):
    assert skeleton(name)
    assert skeleton(name) == skeleton(name)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z", "Cf"]), min_size=1))
def test_cleaning_a_name_first_changes_nothing(name):
    try:
        cleaned = clean_text(name, single_line=True)
    except TextRefused:
        return
    if any(char.isalnum() for char in cleaned):
        assert skeleton(cleaned) == skeleton(name)


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", min_size=1))
def test_case_and_spaces_never_count(name):
    assert skeleton(name.upper() + " ") == skeleton(name.lower() + " ")


def test_every_process_finds_the_same_keys():
    names = [name for pair in LOOK_ALIKES for name in pair]
    code = f"from community.text.names import skeleton\nprint(ascii([skeleton(name) for name in {names!a}]))"

    output = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": "1"})

    assert output.stdout.decode().strip() == ascii([skeleton(name) for name in names])
