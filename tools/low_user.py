"""PostgreSQL refuses to run as root. Under root it runs as `postgres` or `nobody`, who may not enter root's folders."""

from __future__ import annotations

import os
import pwd
import shutil
import sys
import tempfile
from pathlib import Path

EVERYBODY_MAY_ENTER = 0o001
EVERYBODY_MAY_READ_AND_ENTER = 0o055
EVERYBODY_MAY_READ = 0o044


def low_user() -> pwd.struct_passwd | None:
    """Whom to run PostgreSQL as; None: as we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("Under root PostgreSQL needs another user to run as: neither postgres nor nobody exists here.")


def popen_options(user: pwd.struct_passwd | None) -> dict:
    """For subprocess: be `user`, with none of root's groups. `/` is a folder that everybody may stand in."""
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return {"cwd": "/", **as_user}


def give(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """Make `folder`, for `user` alone."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def may_enter(path: Path) -> bool:
    """May everybody come as far as `path`? (/root is 0700, and so may be the folder of the checkout.)"""
    return all(parent.stat().st_mode & EVERYBODY_MAY_ENTER for parent in path.resolve().parents)


def reachable_data(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """Where data of `folder` can lie so that `user` reaches it: there, or in a folder of /var/tmp that it points to."""
    pointer = folder / "elsewhere"
    if pointer.exists():
        return pointer.resolve()
    if user is None or may_enter(folder / "data"):
        return folder
    elsewhere = Path(tempfile.mkdtemp(prefix="hosho-data-", dir="/var/tmp"))
    elsewhere.chmod(0o711)
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(elsewhere)
    return elsewhere


def copy_for_everybody(sources: list[Path], target: Path) -> None:
    """Copy program folders side by side: they find each other's libraries by relative paths."""
    unneeded = shutil.ignore_patterns("include", "pgxs", "*.a", "locale", "doc", "man")
    for source in sources:
        shutil.copytree(source, target / source.name, ignore=unneeded)
    for path in (target, *target.rglob("*")):
        programs = path.is_dir() or path.parent.name == "bin"
        path.chmod(path.stat().st_mode | (EVERYBODY_MAY_READ_AND_ENTER if programs else EVERYBODY_MAY_READ))
