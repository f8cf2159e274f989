"""Each load leaves one row in the trail, with the counts of its files and nobody's contacts."""

import pytest

from coupons.loading.run import load
from tests.coupons.load_files import HEADERS, write
from tests.makers import regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_a_load_is_trailed_with_its_counts(tmp_path):
    write(tmp_path, "members.csv", HEADERS["members"], "M1,09012345678,,", "M2,12,,")
    write(tmp_path, "notes.txt", "read me")

    load(scheme=regionpay(), paths=[tmp_path])

    event = AuditEvent.objects.get()
    numbers = {"changed": 0, "unchanged": 0, "differing": 0, "warnings": 0}
    assert (event.action, event.who, event.about) == ("loaded", "command:load", f"coupons.scheme/{regionpay().pk}")
    assert event.detail == {
        "files": {
            "members.csv": {"kind": "members", "read": 2, "added": 1, "refused": 1, **numbers},
            "notes.txt": {"kind": None, "read": 0, "added": 0, "refused": 0, **numbers},
        }
    }
