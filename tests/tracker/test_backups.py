"""The copies kept before an update."""

import sqlite3

from tracker.serving import backups


def test_keeps_the_newest_three_and_nothing_else_of_the_folder(tmp_path):
    database = tmp_path / "tend.sqlite3"
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "by-hand.zip").write_text("somebody's own")
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE day (number INTEGER)")
    copies = []
    for number in range(5):
        with sqlite3.connect(database) as connection:
            connection.execute("INSERT INTO day VALUES (?)", [number])
        copies.append(backups.back_up_before_update(database, folder))
    assert sorted(folder.iterdir()) == sorted([*copies[2:], folder / "by-hand.zip"])
    newest = sqlite3.connect(copies[-1])
    assert newest.execute("SELECT count(*) FROM day").fetchone() == (5,)
    assert copies[-1].stat().st_mode & 0o077 == 0


def test_a_copy_taken_while_somebody_writes_is_whole(tmp_path):
    database = tmp_path / "tend.sqlite3"
    writer = sqlite3.connect(database)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE day (number INTEGER)")
    writer.execute("INSERT INTO day VALUES (1)")
    writer.commit()
    writer.execute("INSERT INTO day VALUES (2)")  # not committed, and the first row still only in the -wal file
    copy = sqlite3.connect(backups.back_up_before_update(database, tmp_path / "backups"))
    assert copy.execute("SELECT number FROM day").fetchall() == [(1,)]
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
