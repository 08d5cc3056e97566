"""Ways out of the sandbox, tried from inside; and the limits, reached on purpose."""

from __future__ import annotations

import contextlib
import os
import socket
import textwrap
import threading
import time
from pathlib import Path

import pytest

from overt.sandbox.arguments import python
from overt.sandbox.bubblewrap import FileTooLargeError, Workspace, unavailable
from overt.sandbox.limits import MIB, Limits

if reason := unavailable():
    pytest.skip(reason, allow_module_level=True)

SECRET = "the-hosts-own-secret"
SMALL = Limits(seconds=20, memory=256 * MIB, processes=24, output=MIB, disk=32 * MIB)


@pytest.fixture
def box():
    with Workspace(SMALL) as made:
        yield made


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o055)
    path.chmod(0o666)
    return path


def script(box, text, **more):
    return box.run([python(), "-c", textwrap.dedent(text)], **more)


def alive(marker):
    """How many processes of the host have the marker in their command line."""
    found = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            found += marker.encode() in (folder / "cmdline").read_bytes()
    return found


def names(*folders):
    return {path for folder in folders for path in Path(folder).iterdir()}


def test_the_hosts_files_are_not_there(box, secret):
    here = Path(__file__).resolve()
    homes = [Path.home(), Path("/root"), here.parent, secret.parent, Path("/var/lib"), Path("/sys"), Path("/boot")]
    seen = script(
        box,
        f"""
        import os
        for path in {[str(h) for h in homes]}:
            print(path, os.listdir(path) if os.path.isdir(path) else None)
    """,
    )
    assert seen.status == 0
    told = dict(line.split(" ", 1) for line in seen.stdout.decode().splitlines())
    assert set(told.values()) <= {"None", "[]"}, told
    assert SECRET not in box.run(["cat", str(secret)]).text


@pytest.mark.parametrize("user", ["user", "root"])
def test_nothing_can_be_written_outside(box, secret, user):
    before = names("/", "/usr", "/etc")
    folders = ["/", "/usr", "/usr/bin", "/dev", "/proc", "/proc/sys/kernel", "/proc/1", str(secret.parent)]
    tried = script(
        box,
        f"""
        import os
        for folder in {folders}:
            try:
                open(os.path.join(folder, "escaped"), "w").write("x")
                print(folder)
            except OSError:
                pass
        for name in ("hostname", "core_pattern", "modprobe"):
            try:
                open("/proc/sys/kernel/" + name, "w").write("escaped")
                print(name)
            except OSError:
                pass
    """,
        user=user,
    )
    assert tried.text == ""
    assert names("/", "/usr", "/etc") == before
    assert secret.read_text() == SECRET


def test_its_own_settings_are_read_only_but_for_root(box):
    assert box.run(["touch", "/etc/mine"]).status != 0
    assert box.run(["touch", "/etc/mine"], user="root").status == 0
    assert not Path("/etc/mine").exists()


def test_no_network_reaches_the_host(box, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket(socket.AF_UNIX) as named:
        named.bind("\0overt-escape")
        named.listen()
        port = listening.getsockname()[1]
        tried = script(
            box,
            f"""
            import socket
            ways = [
                (socket.AF_INET, ("127.0.0.1", {port})), (socket.AF_INET, ("192.0.2.1", 80)),
                (socket.AF_INET6, ("::1", {port})), (socket.AF_UNIX, "\\0overt-escape"), (40, (2, 1024)),
            ]
            for family, address in ways:
                try:
                    one = socket.socket(family)
                    one.settimeout(1)
                    one.connect(address)
                    print("reached", address)
                except OSError as error:
                    print(type(error).__name__)
            print(sorted(name for _, name in socket.if_nameindex()))
        """,
        )
    assert tried.status == 0 and "reached" not in tried.text
    assert tried.stdout.decode().splitlines()[-1] == "['lo']"


def test_sockets_that_no_namespace_holds_are_refused(box):
    tried = script(
        box,
        """
        import socket
        for family in (17, 38, 40, 44):
            try:
                socket.socket(family, socket.SOCK_RAW if family == 17 else socket.SOCK_STREAM)
                print("made", family)
            except OSError:
                pass
    """,
    )
    assert tried.text == ""


def test_a_fork_bomb_stays_small_and_ends(box):
    marker = f"bomb{os.getpid()}"
    counted = []
    stop = threading.Event()

    def count():
        while not stop.wait(0.1):
            counted.append(alive(marker))

    watching = threading.Thread(target=count)
    watching.start()
    bomb = f"import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n# {marker}"
    began = time.monotonic()
    ended = box.run([python(), "-c", bomb], limits=SMALL.model_copy(update={"seconds": 2}))
    took = time.monotonic() - began
    stop.set()
    watching.join()
    assert ended.limit in ("time", "memory") and took < 10
    assert 2 < max(counted) <= SMALL.processes + 4
    assert not alive(marker)


def test_a_link_leads_nowhere_else(box, secret):
    box.run(["ln", "-s", str(secret), "file"])
    box.run(["ln", "-s", str(secret.parent), "folder"])
    with pytest.raises(FileNotFoundError):
        box.read("file")
    with pytest.raises(FileNotFoundError):
        box.read("folder/secret.txt")
    box.write("inside.txt", b"mine")
    for path in ("file", "folder/more.txt"):
        try:
            box.write(path, b"changed")
        except OSError:
            continue
    assert secret.read_text() == SECRET
    assert names(secret.parent) == {secret}


def test_a_list_of_users_that_is_a_link_is_not_followed(box, secret):
    secret.write_text("intruder:x:1234:1234::/:/bin/sh\n")
    assert box.run(["ln", "-sf", str(secret), "/etc/passwd"], user="root").status == 0
    with pytest.raises(LookupError):
        box.run(["true"], user="intruder")
    assert box.run(["true"]).status == 0


def test_removing_a_sandbox_follows_no_link_and_leaves_nothing(secret, tmp_path_factory, monkeypatch):
    own = tmp_path_factory.mktemp("own")
    monkeypatch.setattr("tempfile.tempdir", "/tmp")
    before = set(Path("/tmp").glob("sandbox-*"))
    box = Workspace(SMALL)
    made = set(Path("/tmp").glob("sandbox-*")) - before
    script(
        box,
        f"""
        import os
        os.symlink({str(secret.parent)!r}, "out")
        os.mkdir("locked"); open("locked/file", "w").close(); os.chmod("locked", 0)
        for _ in range(1500):
            os.mkdir("d"); os.chdir("d")
    """,
    )
    box.close()
    assert len(made) == 1 and not next(iter(made)).exists()
    assert secret.read_text() == SECRET and own.exists()


def test_other_processes_are_not_seen(box, secret, monkeypatch):
    monkeypatch.setenv("OVERT_SECRET", SECRET)
    seen = script(
        box,
        """
        import os
        print(sorted(int(name) for name in os.listdir("/proc") if name.isdigit()))
        for name in ("environ", "root", "cwd", "fd"):
            try:
                if name == "environ":
                    print(open("/proc/1/environ").read())
                else:
                    print(os.listdir("/proc/1/" + name))
            except OSError:
                print("refused")
        print(os.environ)
    """,
    )
    assert seen.status == 0
    assert SECRET not in seen.text and str(os.getpid()) not in seen.stdout.decode().splitlines()[0].split(", ")
    assert max(map(int, seen.stdout.decode().splitlines()[0].strip("[]").split(", "))) < 10
    beyond = script(box, f"import os; print(os.path.exists('/proc/1/root' + {str(secret)!r}))")
    assert beyond.text.strip() == "False"


def test_nothing_is_inherited_from_the_host(box, secret):
    file = os.open(secret, os.O_RDONLY)
    os.set_inheritable(file, True)
    try:
        seen = script(box, "import os; print(sorted(map(int, os.listdir('/proc/self/fd'))))")
    finally:
        os.close(file)
    assert seen.text.strip() in ("[0, 1, 2, 3]", "[0, 1, 2]")


def test_what_comes_in_cannot_be_changed_or_grown(box):
    tried = script(
        box,
        """
        import os
        file = os.open("/proc/self/fd/0", os.O_RDWR)
        for change in (lambda: os.write(file, b"x" * 99), lambda: os.ftruncate(file, 1 << 30)):
            try:
                change()
                print("changed")
            except OSError:
                pass
    """,
        input=b"given",
    )
    assert "changed" not in tried.text


def test_it_has_no_privilege_to_gain(box):
    for user in ("user", "root"):
        status = dict(
            line.split(":\t", 1)
            for line in box.run(["cat", "/proc/self/status"], user=user).stdout.decode().splitlines()
            if ":\t" in line
        )
        assert {status[f"Cap{kind}"].strip("0") for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {""}
        assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


CALLS = {
    "a namespace": "unshare --user true",
    "a mount": "mount -t tmpfs none /tmp",
    "a trace": f"{python()} -c 'import ctypes; assert ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0'",
    "shared memory": f"{python()} -c 'import ctypes; assert ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0'",
    "memory by name": f"{python()} -c 'import os; os.memfd_create(\"x\")'",
    "a terminal": "echo x > /dev/tty",
    "a device": "mknod /tmp/disk b 254 0",
    "the root's root": "chroot / true",
}


@pytest.mark.parametrize("user", ["user", "root"])
@pytest.mark.parametrize("call", CALLS)
def test_the_kernel_refuses(box, call, user):
    assert box.run(["sh", "-c", CALLS[call]], user=user).status != 0


def test_one_process_gets_no_more_memory_than_allowed(box):
    ended = script(box, "x = b'x' * (1 << 30)\nprint('had it')")
    assert "had it" not in ended.text and ended.status != 0


def test_many_processes_get_no_more_memory_than_allowed(box):
    hungry = """
        import os, time
        for _ in range(8):
            if os.fork() == 0:
                x = os.urandom(1 << 20) * 100
                time.sleep(15)
        time.sleep(15)
    """
    began = time.monotonic()
    assert script(box, hungry).limit == "memory"
    assert time.monotonic() - began < 10


def test_memory_that_is_a_file_has_an_end(box):
    tried = box.run(
        [
            "sh",
            "-c",
            "for d in $@; do head -c 99M /dev/zero > $d/x; done; du -cm $@ | tail -1",
            "sh",
            *("/dev/shm", "/run", "/var", "/root"),
        ]
    )
    assert int(tried.stdout.split()[0]) <= 32 + 3 * 16 + 1


@pytest.mark.parametrize("stream", ["", " >&2"])
def test_a_flood_of_output_is_cut_off(box, stream):
    began = time.monotonic()
    ended = box.run(["sh", "-c", f"yes{stream}"])
    assert ended.limit == "output" and time.monotonic() - began < 10
    assert len(ended.stdout) + len(ended.stderr) == SMALL.output


FILLING = {
    "one file": "head -c 300M /dev/zero > big; sleep 0.1; test $(stat -c %s big) -le 33554432 && exit 7",
    "many files": "for i in 1 2 3 4; do head -c 20M /dev/zero > $i; done; sleep 15",
    "many names": "seq 1 30000 | xargs touch; sleep 15",
    "another folder": "cd; for i in 1 2 3; do head -c 20M /dev/zero > $i; done; sleep 15",
}


@pytest.mark.parametrize("how", FILLING)
def test_the_disk_is_not_filled(box, how):
    ended = box.run(["sh", "-c", FILLING[how]])
    assert ended.limit == "disk" or ended.status == 7


@pytest.mark.parametrize("left", [
    "(setsid sleep 40.{0} </dev/null >/dev/null 2>&1 &)",
    "nohup sleep 40.{0} & disown 2>/dev/null; true",
    "trap '' TERM HUP INT; sleep 40.{0} &",
])  # fmt: skip
def test_children_do_not_survive(box, left):
    marker = f"{os.getpid()}{abs(hash(left)) % 1000}"
    began = time.monotonic()
    assert box.run(["bash", "-c", left.format(marker)]).status in (0, 1)
    assert time.monotonic() - began < 5
    time.sleep(0.2)
    assert not alive(f"40.{marker}")


@pytest.mark.parametrize("command", [
    "sleep 41.{0}",
    "trap '' TERM; (trap '' TERM; sleep 41.{0}) & wait; sleep 41.{0}",
    "exec >&- 2>&-; sleep 41.{0}",
    "kill -STOP $$; sleep 41.{0}",
])  # fmt: skip
def test_time_ends_all_of_it(box, command):
    marker = f"{os.getpid()}{abs(hash(command)) % 1000}"
    began = time.monotonic()
    ended = box.run(["bash", "-c", command.format(marker)], limits=SMALL.model_copy(update={"seconds": 1}))
    assert (ended.limit, ended.status) == ("time", 137)
    assert time.monotonic() - began < 5
    assert not alive(f"41.{marker}")


def test_it_can_be_stopped(box):
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    box.run(["sleep", "15"], stop=stop)
    assert time.monotonic() - began < 5


def test_a_word_cannot_become_an_option(box):
    hidden = "x\0--bind\0/\0/host"
    for more in ({"cwd": hidden}, {"environment": {"A": hidden}}, {"environment": {hidden: "A"}}):
        with pytest.raises(ValueError, match="NUL"):
            box.run(["true"], **more)
    assert box.run(["--bind", "/", "/host", "true"]).status == 127
    assert box.run(["sh", "-c", "echo $A"], environment={"A": "--bind / /host"}).text == "--bind / /host\n"


def test_what_outlives_a_command_is_in_its_folders_alone(box):
    box.write("notes/today.txt", b"kept")
    box.run(["sh", "-c", "echo also > /tmp/b; echo gone > /dev/shm/c"])
    seen = box.run(["sh", "-c", "cat notes/today.txt /tmp/b; ls /dev/shm"])
    assert (seen.status, seen.text) == (0, "keptalso\n")
    with Workspace(SMALL) as other:
        assert other.run(["cat", "notes/today.txt", "/tmp/b"]).status != 0


def test_a_file_larger_than_asked_for_is_not_read(box):
    box.write("long.txt", b"x" * 100)
    assert box.read("long.txt") == b"x" * 100
    with pytest.raises(FileTooLargeError):
        box.read("long.txt", 99)


def test_a_folder_that_is_none_is_told(box):
    with pytest.raises(NotADirectoryError):
        box.run(["true"], cwd="nowhere")
