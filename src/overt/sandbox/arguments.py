"""What the sandbox consists of, as arguments of `bwrap`: software read-only, folders of its own, nothing else."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from overt.sandbox.limits import MIB, Limits

WORK = "/workspace"
"""The folder in which a command is run, and in which it finds its files."""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
FOLDERS = {"work": WORK, "tmp": "/tmp", "home": "/home", "etc": "/etc"}
"""The folders that outlive a command: name on the host, path inside."""
SETTINGS = (
    "alternatives",
    "adduser.conf",
    "deluser.conf",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "login.defs",
    "nsswitch.conf",
    "pam.d",
    "shells",
)
"""Copied from the host's `/etc`: programs find libraries, time zone and users by these. None holds a secret."""
PASSWD = """\
root:x:0:0:root:/root:/bin/sh
user:x:1000:1000::/home/user:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
"""
GROUP = "root:x:0:\nusers:x:100:\nuser:x:1000:\nnogroup:x:65534:\n"


class User(NamedTuple):
    """A user as the sandbox's own list has it."""

    name: str
    uid: int
    gid: int
    home: str


USER = User("user", 1000, 1000, "/home/user")
ROOT = User("root", 0, 0, "/root")


def furnish(folder: Path) -> None:
    """Make the folders that outlive a command, with the settings that programs need."""
    for name in FOLDERS:
        (folder / name).mkdir()
    (folder / "tmp").chmod(0o1777)
    (folder / "home" / "user").mkdir()
    etc = folder / "etc"
    for name in SETTINGS:
        source = Path("/etc") / name
        if source.is_dir():
            shutil.copytree(source, etc / name, symlinks=True)
        elif source.exists():
            shutil.copy(source, etc / name)
    (etc / "passwd").write_text(PASSWD)
    (etc / "group").write_text(GROUP)
    (etc / "hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
    for name in ("shadow", "gshadow"):
        (etc / name).touch(mode=0o600)


def user(folder: Path, name: str) -> User | None:
    """Return the user of that name or number in the sandbox's own list, which it may have changed."""
    try:
        with os.fdopen(os.open(folder / "etc" / "passwd", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)) as file:
            lines = file.read(MIB).splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for fields in (line.split(":") for line in lines):
        if len(fields) == 7 and name in fields[::2][:2] and fields[2].isdecimal() and fields[3].isdecimal():
            return User(fields[0], int(fields[2]), int(fields[3]), fields[5] or "/")
    return None


def arguments(folder: Path, who: User, cwd: str, environment: dict[str, str], limits: Limits) -> list[str]:
    """Return the options of `bwrap`, the command excepted."""
    variables = {"PATH": PATH, "HOME": who.home, "USER": who.name, "LANG": "C.UTF-8", "TMPDIR": "/tmp"}
    options = ["--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"]
    options += ["--cap-drop", "ALL", "--hostname", "localhost", "--uid", str(who.uid), "--gid", str(who.gid)]
    options += ["--clearenv"]
    for name, value in {**variables, **environment}.items():
        options += ["--setenv", name, value]
    options += _software()
    for name, inside in FOLDERS.items():
        read_only = name == "etc" and who.uid != 0
        options += ["--ro-bind" if read_only else "--bind", str(folder / name), inside]
    for inside in ("/run", "/var", "/root"):
        options += ["--size", str(16 * MIB), "--tmpfs", inside]
    options += ["--dir", "/var/tmp", "--dir", "/var/mail", "--proc", "/proc", "--dev", "/dev"]
    options += ["--size", str(min(64 * MIB, limits.disk)), "--tmpfs", "/dev/shm"]
    # The roots of both are memory without a bound.
    return [*options, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(Path(WORK) / cwd)]


def limited(command: list[str], limits: Limits) -> list[str]:
    """Return the command under the kernel's limits, set inside, where they count its own processes alone."""
    bounds = {
        "as": limits.memory,
        "nproc": limits.processes,
        "fsize": limits.disk,
        "nofile": 512,
        "core": 0,
    }
    return ["/usr/bin/prlimit", *(f"--{name}={value}" for name, value in bounds.items()), "--", *command]


def _software() -> list[str]:
    options = ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        top = Path("/") / name
        if top.is_symlink():
            options += ["--symlink", str(top.readlink()), str(top)]
        elif top.is_dir():
            options += ["--ro-bind", str(top), str(top)]
    home = Path(sys.base_prefix)
    if not home.is_relative_to("/usr") and reachable(home):
        options += ["--ro-bind", str(home), str(home)]
    return options


def reachable(path: Path) -> bool:
    """Return whether a user without privileges may read below `path`."""
    return os.geteuid() != 0 or all(p.stat().st_mode & 0o001 for p in (path, *path.parents))


def python() -> str:
    """Return the path of a Python inside: the system's, else the one that runs this, without its packages."""
    found = [Path("/usr/bin/python3"), Path("/usr/local/bin/python3"), Path(sys.base_prefix) / "bin" / "python3"]
    return str(next((path for path in found if path.exists()), found[0]))
