from pathlib import Path

from community.stack.embedded import Embedded


def test_a_socket_path_is_short_whatever_the_directory_is_called():
    deep = Embedded(Path("/srv") / ("x" * 200))
    assert len(str(deep.places.sockets / ".s.PGSQL.5432.lock")) < 107
    assert len(str(deep.places.redis_socket)) < 107


def test_two_directories_have_two_socket_folders():
    assert Embedded(Path("/srv/a")).places.sockets != Embedded(Path("/srv/b")).places.sockets


def test_two_spellings_of_one_directory_share_their_sockets(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    spelled = Embedded(tmp_path / "link" / ".." / tmp_path.name / "data")
    assert spelled.places.sockets == Embedded(tmp_path / "data").places.sockets
