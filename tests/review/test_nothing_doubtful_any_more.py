"""A line in review of which nothing is doubtful since a later file is accepted with nothing ticked."""

import pytest

from coupons.models import Member
from tests.makers import hanako, japan, regionpay
from tests.matching.people import STRANGER, covered
from tests.review.people import in_review, stands
from tests.review.screens import opened, post, reviewer

pytestmark = pytest.mark.usefixtures("april")


def test_it_is_accepted():
    member = hanako(regionpay())
    line, client = in_review(covered(member=member), by=STRANGER, method="refund"), reviewer()
    Member.objects.filter(pk=member.pk).update(left_at=japan("2023-03-20 10:00"))
    version = opened(client, line.claim_id)

    assert post(client, "accept", line.pk, seen=version, because="控えの写し").status_code == 302
    assert stands(line)[0] == "accepted"
