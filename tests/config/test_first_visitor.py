"""A web process has read every screen before its first visitor comes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASKED = "import config.wsgi, sys; print(*('desk.dashboard.views' in sys.modules, 'claims.views.top' in sys.modules))"


def test_the_first_visitor_waits_for_no_screen_to_be_read():
    done = subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
