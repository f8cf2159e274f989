"""Every invariant has a sentence of what is wrong and one of what to do, and screens and mails say these."""

import re

import pytest
from django.urls import reverse

from desk.operations import alarms
from notifications.models import Message
from payouts import audit, reconciling
from payouts.invariants import INVARIANTS
from payouts.invariants.words import SAID
from payouts.models import Reconciliation
from tests.makers import coupon, hanako, japan, opened, regionpay
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db
BY_THE_AUDIT = {"the statement adds up", "every coupon of case (A) is extended"}  # not queries of their own


def test_every_invariant_is_said_in_japanese_and_in_its_own_words():
    assert set(SAID) == set(INVARIANTS) | BY_THE_AUDIT
    assert len({found.wrong for found in SAID.values()}) == len(SAID)
    said = [words for found in SAID.values() for words in (found.wrong, found.to_do)]
    assert [words for words in said if not re.fullmatch(r"[^a-z]*(regionPAY)?[^a-z]*。", words)] == []


def test_the_reason_the_mail_and_the_screens_say_it():
    [payout] = opened(coupon(member=hanako(regionpay())))
    payout.links.update(revoked_at=japan("2023-04-05 12:00"))
    boss = staff("boss", "approver")
    at = japan("2023-04-05 13:00")
    assert list(audit.breaches(regionpay(), at)) == ["an open points payout has a live link"]
    reconciling.reconcile(regionpay(), at)
    words = SAID["an open points payout has a live link"]
    assert regionpay().stopped_reason == f"照合で差が見つかりました：{words.wrong}"
    alarms.tell_of_breaches(at)
    assert Message.objects.get(template="breach_found").context["breaches"] == {words.wrong: 1}
    for screen in ("operations", "desk_stopped"):
        page = client_of(boss).get(reverse(screen)).content.decode()
        assert (words.wrong in page, reverse("help_page", args=["warnings"]) in page) == (True, True)
    assert words.to_do in client_of(boss).get(reverse("operations")).content.decode()
    assert Reconciliation.objects.get().breaches.keys() == {"an open points payout has a live link"}
