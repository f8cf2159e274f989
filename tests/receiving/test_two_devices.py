"""A phone and a computer on one URL: the first brand confirmed stands on both, with one code."""

import pytest
from django.test import Client

from payouts.models import PointOrder
from tests.receiving.people import CODE, choice, headline, let_in, link, said, stock

pytestmark = pytest.mark.django_db


def test_the_second_device_shows_what_the_first_confirmed():
    phone, computer, to = Client(), Client(), link()
    stock("nanaco"), stock("edy", plain="EDY-1")
    for device in (phone, computer):
        let_in(device, to)
        assert headline(device.get("/r/review/", choice(to, "edy"))) == "内容の確認"

    phone.post("/r/review/", choice(to, "nanaco"))
    late = computer.post("/r/review/", choice(to, "edy"), follow=True)

    assert headline(late) == "受け取り済みです"
    assert "nanaco ギフト 3,000円分" in said(late)
    assert [CODE in said(device.get("/r/code/")) for device in (phone, computer)] == [True, True]
    assert PointOrder.objects.get().brand == "nanaco"


def test_what_one_device_checked_does_not_open_the_other():
    phone, computer, to = Client(), Client(), link()
    let_in(phone, to)

    assert (phone.get("/r/").status_code, computer.get("/r/").status_code) == (200, 403)
