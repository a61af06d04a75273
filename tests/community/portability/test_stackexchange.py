"""Reading a Stack Exchange dump, sound or not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from community.portability.records import AcceptanceRecord, AcceptedDay, BadSource, CannotImport, VoteRecord
from community.portability.stackexchange import StackExchange

BOMB = """<?xml version="1.0"?>
<!DOCTYPE posts [<!ENTITY a "lamp"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<posts><row Id="1" PostTypeId="1" Body="&b;" CreationDate="2014-01-21T20:00:00" /></posts>"""
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE posts SYSTEM "file:///etc/hostname"><posts></posts>'


def read(dump):
    return StackExchange(dump.write())


@pytest.mark.parametrize("tags", ["<lamp><power-supply>", "|lamp|power-supply|"])
def test_both_ways_of_writing_tags(xml, tags):
    xml.question(1, Tags=tags)
    assert next(read(xml).questions()).tags == ("lamp", "power-supply")


def test_a_question_keeps_its_times_in_utc(xml):
    xml.question(1, LastEditDate="2014-02-01T08:00:00.5", ClosedDate="2014-03-01T08:00:00")
    asked = next(read(xml).questions())
    assert asked.written_at == datetime(2014, 1, 21, 20, tzinfo=UTC)
    assert asked.edited_at == datetime(2014, 2, 1, 8, 0, 0, 500_000, tzinfo=UTC)
    assert asked.closed_at == datetime(2014, 3, 1, 8, tzinfo=UTC)


def test_wiki_pages_and_other_kinds_are_no_questions_or_answers(xml):
    xml.question(1)
    xml.answer(2, 1)
    xml.posts += [{"Id": "3", "PostTypeId": "4", "Body": "About a tag"}, {"Id": "4", "PostTypeId": "6"}]
    source = read(xml)
    assert [[row.id for row in rows] for rows in (source.questions(), source.answers())] == [["1"], ["2"]]


def test_acceptances_and_the_days_that_votes_tell(xml):
    xml.question(1, AcceptedAnswerId="2")
    xml.question(3)
    xml.vote(2, 1, "2014-01-23T00:00:00.000")
    xml.vote(9, 5)
    source = read(xml)
    assert list(source.acceptances()) == [AcceptanceRecord(question="1", answer="2")]
    assert list(source.accepted_days()) == [AcceptedDay("2", datetime(2014, 1, 23, tzinfo=UTC))]


def test_votes_up_and_down_and_no_others(xml):
    for kind in (2, 3, 5, 16):
        xml.vote(7, kind)
    assert list(read(xml).votes()) == [VoteRecord("7", helpful=1), VoteRecord("7", unhelpful=1)]


def test_the_sites_own_robot_is_a_service(xml):
    xml.user(-1, "Robot")
    assert [(user.id, user.is_service) for user in read(xml).users()] == [("1", False), ("2", False), ("-1", True)]


def test_without_votes_there_are_none(xml):
    folder = xml.write()
    (folder / "Votes.xml").unlink()
    assert list(StackExchange(folder).votes()) == list(StackExchange(folder).accepted_days()) == []


@pytest.mark.parametrize("missing", ["Posts.xml", "Users.xml"])
def test_a_folder_without_a_needed_file_is_refused_at_once(xml, missing):
    folder = xml.write()
    (folder / missing).unlink()
    with pytest.raises(CannotImport, match=missing):
        StackExchange(folder)


@pytest.mark.parametrize("text", [BOMB, OUTSIDE], ids=["entities", "outside"])
def test_document_types_and_entities_are_refused(xml, text):
    (xml.write() / "Posts.xml").write_text(text)
    with pytest.raises(BadSource, match=r"Posts\.xml declares a document type or entities"):
        list(StackExchange(xml.folder).questions())


def test_broken_xml_is_named_with_its_line(xml):
    xml.question(1)
    path = xml.write() / "Posts.xml"
    path.write_text(path.read_text().replace("</posts>", "<row Id='2'"))
    with pytest.raises(BadSource, match=r"Posts\.xml is not a sound XML file: .*line 4"):
        list(StackExchange(xml.folder).questions())


@pytest.mark.parametrize("name", ["no-such-set", "gbk"])
def test_a_character_set_that_cannot_be_read_gets_a_sentence(xml, name):
    xml.question(1)
    xml.write(start=f'<?xml version="1.0" encoding="{name}"?>')
    with pytest.raises(BadSource, match="is not a sound XML file"):
        list(StackExchange(xml.folder).questions())


def test_a_post_without_a_time_is_named(xml):
    xml.question(17, CreationDate="yesterday")
    with pytest.raises(BadSource, match="post 17 has no usable CreationDate"):
        list(read(xml).questions())
