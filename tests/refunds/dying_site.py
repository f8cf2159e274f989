"""The real site, whose process kills itself (SIGKILL) where the file DIES_AT says; nothing in the product knows of it.

DIES_AT=/a/file gunicorn tests.refunds.dying_site:application
"""

import importlib
import os
import signal
from functools import wraps
from pathlib import Path

from config.wsgi import application  # noqa: F401 - what gunicorn serves

# Before which function a request dies: nothing of it is committed, or all of it, and nobody was answered.
POINTS = {
    "a draft is asked for and not committed": ("payouts.batches.drafting", "record"),
    "a draft is committed and nobody was answered": ("desk.refunds.batches", "redirect"),
    "who approves is written and not committed": ("payouts.batches.approving", "record"),
    "a deed is committed and nobody was answered": ("desk.refunds.deeds", "redirect"),
    "a file is asked for and not committed": ("payouts.batches.exporting", "record"),
    "the asking for a file is committed and nobody was answered": ("desk.refunds.deeds", "redirect"),
    "a download is on the trail and nobody has the bytes": ("payouts.batches.exporting", "file_name"),
    "a file is void and not committed": ("payouts.batches.refusing", "record"),
    "a file is void and nobody was answered": ("desk.refunds.deeds", "redirect"),
}
WHERE = Path(os.environ["DIES_AT"])


def _may_die(point: str, module: str, function: str) -> None:
    holder = importlib.import_module(module)
    whole = getattr(holder, function)

    @wraps(whole)
    def dying(*args, **more):
        if WHERE.exists() and WHERE.read_text() == point:
            WHERE.unlink()  # the next process lives
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*args, **more)

    setattr(holder, function, dying)


for _point, (_module, _function) in POINTS.items():
    _may_die(_point, _module, _function)
