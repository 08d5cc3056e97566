"""One command over files in a new folder: the same each time, nothing left over, nothing followed out of it."""

from __future__ import annotations

import textwrap

import pytest

from overt.sandbox.bubblewrap import unavailable
from overt.sandbox.folder import LARGEST, MOST
from overt.sandbox.limits import MIB, Limits
from overt.sandbox.repeatable import Repeatable

if reason := unavailable():
    pytest.skip(reason, allow_module_level=True)

NOW = 1_772_442_000
"""2 March 2026, 09:00 UTC."""
SMALL = Limits(seconds=3, memory=128 * MIB, processes=16, output=MIB // 8, disk=8 * MIB)


@pytest.fixture(scope="module")
def box():
    made = Repeatable(SMALL)
    yield made
    made.close()


def program(text):
    return {"a.py": textwrap.dedent(text)}


def said(box, files, command="python3 a.py"):
    result, _ = box.run(files, command, NOW)
    assert result.status == 0 and result.limit is None, result.text
    return result.stdout.decode()


RESTLESS = """
    import datetime, glob, os, pathlib, random, secrets, subprocess, tempfile, time, uuid
    print(time.time(), time.ctime(), time.strftime("%c"), time.monotonic(), time.perf_counter_ns())
    print(datetime.datetime.now(), datetime.date.today(), datetime.datetime.utcnow(), time.localtime()[:5])
    print(random.random(), random.Random().random(), secrets.token_hex(4), uuid.uuid4(), os.urandom(4))
    print(hash("a"), object(), {"x", "y", "z"}, tempfile.mkdtemp())
    print(os.listdir("d"), [e.name for e in os.scandir("d")], glob.glob("d/*"), list(os.walk("d")))
    print([p.name for p in pathlib.Path("d").iterdir()], os.getpid())
    print(subprocess.run("date; ls -l d; stat -c %y a.py", shell=True, text=True, capture_output=True).stdout)
"""


def test_what_changes_from_run_to_run_elsewhere_is_the_same_here(box):
    files = {**program(RESTLESS), **{f"d/{name}.txt": name for name in "qaxcv"}}
    first = said(box, files)
    assert said(box, files) == first
    other = Repeatable(SMALL)
    try:
        assert said(other, files) == first
    finally:
        other.close()
    assert "2026-03-02 09:00:00" in first and "Mon Mar  2 09:00:00 UTC 2026" in first


def test_what_a_command_has_written_has_the_date_of_the_command(box):
    text = """
        import os, pathlib, shutil, subprocess
        pathlib.Path("new.txt").write_text("1"), os.mkdir("made"), shutil.copy2("new.txt", "made/copy.txt")
        for path in ("new.txt", "made", "made/copy.txt"):
            when = os.path.getmtime(path)
            assert when == os.stat(path).st_mtime_ns // 10**9 == pathlib.Path(path).stat().st_mtime
            print(path, when)
        os.utime("a.py", (1_000_000_000, 1_000_000_000))
        print(os.path.getmtime("a.py"), os.stat("a.py", follow_symlinks=False).st_size)
    """
    command = "python3 a.py; ls -l --full-time; stat -c '%n %y' *; find . -newer a.py | sort; ls no || echo none"
    first = said(box, program(text), command)
    assert f"new.txt {NOW}.0\nmade {NOW}.0\nmade/copy.txt {NOW}.0\n1000000000.0" in first
    assert first.count("2026-03-02 09:00:00") == 4 and "2001-09-09" in first
    assert "./made/copy.txt\n./new.txt\nnone\n" in first


def test_dates_are_what_a_program_takes_them_for(box):
    text = """
        import copy, datetime as dt, pickle, time
        now, day = dt.datetime.now(), dt.date.today()
        assert isinstance(now, dt.datetime) and isinstance(now, dt.date) and isinstance(now.date(), dt.date)
        assert not isinstance(day, dt.datetime) and issubclass(dt.datetime, dt.date)
        assert dt.date(2026, 3, 2) == day == now.date() == dt.date.fromisoformat("2026-03-02")
        assert pickle.loads(pickle.dumps(now)) == copy.deepcopy(now) == now and repr(day) == "date(2026, 3, 2)"
        class Day(dt.date): pass
        assert not isinstance(day, Day) and isinstance(Day(2026, 1, 1), dt.date)
        begin = time.time(); time.sleep(3600); assert 3600 < time.time() - begin < 3601
        assert (dt.datetime.now() - now).seconds == 3600 and dt.datetime.now(dt.UTC).tzinfo is dt.UTC
        print("ok")
    """
    assert said(box, program(text)) == "ok\n"


def test_a_clock_that_a_program_patches_is_its_own_affair(box):
    text = "import time\ntime.time = lambda: 0\nprint(time.time())\n"
    assert said(box, program(text)) == "0\n"
    assert said(box, program("import time\nprint(int(time.time()))\n")) == f"{NOW}\n"


def test_files_that_a_command_leaves_are_returned_and_gone_in_the_next(box):
    result, left = box.run(
        {"in.txt": "x", "d/e.txt": "y"}, "rm in.txt; echo z > new.txt; mkdir f; mv d/e.txt f/", NOW
    )
    assert result.status == 0 and left.files == {"new.txt": "z\n", "f/e.txt": "y"} and left.dropped == ()
    result, left = box.run({}, "ls -A . /tmp /home/user; touch /tmp/kept /home/user/kept", NOW)
    assert left.files == {} and "kept" not in result.text
    assert "kept" not in box.run({}, "ls -A /tmp /home/user", NOW)[0].text


def test_links_and_odd_files_are_dropped_and_never_followed(box, tmp_path):
    (tmp_path / "secret.txt").write_text("the host's own")
    command = f"""
        ln -s {tmp_path}/secret.txt link.txt; ln -s /etc/passwd passwd; ln -s / root; ln -s . loop; mkfifo pipe
        head -c 300 /dev/urandom > noise.bin; echo 1 > good.txt
        head -c {LARGEST + 1} /dev/zero | tr '\\0' a > large.txt
    """
    _, left = box.run({}, command, NOW)
    assert left.files == {"good.txt": "1\n"}
    assert set(left.dropped) == {"link.txt", "passwd", "root", "loop", "pipe", "noise.bin", "large.txt"}


def test_a_link_in_place_of_a_file_is_not_written_through(box, tmp_path):
    target = tmp_path / "target.txt"
    target.write_text("as it was")
    box.run({}, f"rm -rf ./* ; ln -s {target} a.txt; ln -s {tmp_path} d", NOW)
    box.run({"a.txt": "new", "d/target.txt": "new"}, "true", NOW)
    assert target.read_text() == "as it was"


def test_more_files_than_are_kept_and_folders_too_deep(box):
    _, left = box.run({}, "for n in $(seq 1000 1400); do echo $n > $n.txt; done", NOW)
    assert len(left.files) == MOST and min(left.files) == "1000.txt" and left.dropped[0] == f"{1000 + MOST}.txt"
    deep = "import os\nfor n in range(1500):\n    os.mkdir('d'); os.chdir('d')\nopen('x.txt', 'w').write('x')\n"
    _, left = box.run(program(deep), "python3 a.py", NOW)
    assert list(left.files) == ["a.py"]
    assert box.run({}, "ls", NOW)[0].text == ""


def test_locked_folders_do_not_stay(box):
    box.run({}, "mkdir -p a/b; touch a/b/c; chmod 000 a", NOW)
    assert box.run({}, "ls -A", NOW)[0].text == ""


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("while True: pass", "time"),
        ("import time, subprocess\nsubprocess.run(['sleep', '60'])", "time"),
        ("x = []\nwhile True: x.append('y' * 10**7)", None),
        ("while True: print('all passed' * 100)", "output"),
        ("f = open('big', 'w')\nwhile True: f.write('z' * 10**6); f.flush()", None),
        ("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", "time"),
    ],
    ids=["loop", "sleep", "memory", "output", "disk", "fork bomb"],
)
def test_what_would_not_end_ends_at_a_limit(box, text, limit):
    result, _ = box.run(program(text), "python3 a.py", NOW)
    assert result.limit == limit if limit else result.status != 0 or result.limit
    assert said(box, program("print('next')")) == "next\n"


@pytest.mark.parametrize("path", ["../out.txt", "/etc/x", "a/../../b", "", "a//b", "a\0b", "./a"])
def test_a_path_out_of_the_folder_is_refused(box, path):
    with pytest.raises(ValueError, match="not a path"):
        box.run({path: "x"}, "true", NOW)


def test_a_file_where_a_folder_is_cannot_be_laid_out(box):
    with pytest.raises(OSError, match="a"):
        box.run({"a": "x", "a/b": "y"}, "true", NOW)
