"""Worlds whose files are run: paths as a shell takes them, what was read by a command, what a player is shown."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.sandbox.arguments import WORK
from overt.world.sandbox import LONGEST, Executed, Executing, plain

FILES = {"a.txt": "first line\nsecond line\nthird line\n", "d/b.txt": "only this\n"}


class Scripted:
    """A sandbox that gives what it is told to."""

    def __init__(self, **change):
        self.change, self.seen = change, []

    def execute(self, files, command, now):
        self.seen.append((dict(files), command, now))
        return Executed(**{"stdout": "", "stderr": "", "returncode": 0, "files": dict(files), **self.change})


def world(**change):
    made = Executing(files=dict(FILES), given=dict(FILES), clock=datetime(2026, 3, 2, 9))
    made.use(Scripted(**change))
    return made


def call(made, name, **arguments):
    return made.call(0, name, arguments)


@pytest.mark.parametrize("path", ["a.txt", "./a.txt", f"{WORK}/a.txt", ".//a.txt", f"{WORK}/./a.txt"])
def test_a_path_is_what_a_shell_takes_it_for(path):
    made = world()
    assert call(made, "read_file", path=path).result == FILES["a.txt"] and made.has_read("a.txt")
    assert call(made, "edit_file", path=path, old="first", new="1st").ok
    assert call(made, "write_file", path=path, content="new").ok
    assert made.files == {**FILES, "a.txt": "new"} and [w.path for w in made.written] == ["a.txt", "a.txt"]


@given(st.text(st.sampled_from("ab./ "), max_size=12))
def test_a_path_made_plain_is_plain_and_no_new_way_out(path):
    once = plain(path)
    assert plain(once) == once
    made = world()
    if call(made, "write_file", path=path, content="x").ok:
        assert all(part not in ("", ".", "..") for name in made.files for part in name.split("/"))


@pytest.mark.parametrize(
    "path", ["../x", "/etc/x", f"{WORK}/../x", "", ".", "/", "a.txt/x", "d", "a\nb", "x" * 130]
)
def test_other_paths_are_refused(path):
    made = world()
    assert not call(made, "write_file", path=path, content="x").ok and made.files == FILES


@pytest.mark.parametrize(
    ("command", "printed", "read"),
    [
        ("cat a.txt", FILES["a.txt"], True),
        ("head -2 a*", "first line\nsecond line\n", True),
        ("grep -h third *", "third line\n", False),
        ("python3 -c 'print(open(\"a.txt\").read(3))'", "fir\n", True),
        ("ls", "a\nd\n", False),
    ],
)
def test_a_file_is_read_where_half_of_it_is_printed_or_a_command_names_it(command, printed, read):
    made = world(stdout=printed)
    call(made, "run_command", command=command)
    assert made.has_read("a.txt") is read and not made.has_read("d/b.txt")


def test_a_script_that_names_a_file_reads_it_when_it_is_run():
    made = world()
    call(made, "write_file", path="s.py", content="open('d/b.txt').read()")
    assert not made.has_read("d/b.txt")
    call(made, "run_command", command="python3 s.py")
    assert made.first_read("d/b.txt") == 1 and not made.has_read("a.txt")


def test_what_a_command_changes_is_noted_and_taken_over():
    made = world(files={"a.txt": "other", "new.txt": "n"})
    call(made, "run_command", command="x")
    assert made.files == {"a.txt": "other", "new.txt": "n"}
    assert [(w.call, w.path) for w in made.written] == [(0, "a.txt"), (0, "d/b.txt"), (0, "new.txt")]


def test_what_a_player_is_shown_says_how_it_ended():
    shown = [
        Executed(stdout="out\n", stderr="err\n", returncode=3, files={}).shown,
        Executed(stdout="", stderr="", returncode=0, files={}).shown,
        Executed(stdout="", stderr="", returncode=137, limit="time", files={}).shown,
        Executed(stdout="", stderr="", returncode=0, files={}, dropped=("x.bin",)).shown,
    ]
    assert shown[0] == "out\nerr\n(exit 3)" and shown[1] == "(no output)"
    assert "over the limit of time" in shown[2] and shown[3] == "(not kept: x.bin)"
    long = Executed(stdout="a" * 3 * LONGEST, stderr="", returncode=0, files={}).shown
    assert len(long) < LONGEST + 60 and "characters left out" in long


def test_a_world_without_a_sandbox_is_a_fault_of_who_plays_it():
    made = Executing(files=dict(FILES))
    with pytest.raises(RuntimeError, match="Episode"):
        call(made, "run_command", command="ls")


def test_files_that_cannot_be_laid_out_are_an_answer():
    class Refusing:
        def execute(self, files, command, now):
            raise ValueError("a word holds a NUL")

    made = world()
    made.use(Refusing())
    entry = call(made, "run_command", command="echo \0")
    assert not entry.ok and "NUL" in entry.result
