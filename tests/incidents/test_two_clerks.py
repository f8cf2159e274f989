"""Two of the staff on one report: a colleague sees it, and takes it over knowingly."""

import pytest
from django.urls import reverse

from claims.models import Incident, OpenIncident
from tests.incidents.people import balance, decided, proposed
from tests.incidents.screens import approve, do, of_sakura, said, see, typed_for
from tests.staff.people import client_of, staff
from trail.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]

HERS = "hana さんが対応しています（何もしなければ、あと"


def seen(of: Incident) -> str:
    return typed_for(of)["seen"]


def test_while_one_has_it_another_changes_nothing(sato, clerk):
    of = of_sakura()
    do(clerk, "open", of.pk)
    assert "あなたが対応しています。" in see(clerk, of)
    assert HERS in see(sato, of)
    mine = {"name": "桜", "phone": "090-3333-0008", "seen": seen(of)}
    deeds = {
        "decide": typed_for(of, confirmed="1"),
        "decline": {"reason": "differs", "words": "対象外です", "seen": seen(of)},
        "answer": {"words": "承りました", "seen": seen(of)},
        "again": {"reason": "looked", "why": "x", "seen": seen(of)},
        "contact": mine,
    }

    for deed, typed in deeds.items():
        answer = do(sato, deed, of.pk, **typed)
        assert (deed, answer.status_code) == (deed, 409)
        assert HERS in said(answer)
    assert (Incident.objects.get().state, balance(of.coupon)) == ("confirmed", 1500)
    assert "連絡先を直しました。" in said(do(clerk, "contact", of.pk, **mine))


def test_it_is_taken_over_knowingly_and_given_back(sato, clerk):
    of = of_sakura()
    do(clerk, "open", of.pk)
    assert do(sato, "open", of.pk).status_code == 409
    do(sato, "open", of.pk, over="1")

    assert AuditEvent.objects.filter(action="case opened").last().detail == {"took_over_from": "hana"}
    do(clerk, "close", of.pk)
    assert OpenIncident.objects.get().clerk.username == "sato"
    assert do(sato, "close", of.pk).redirect_chain[-1][0] == reverse("desk_incidents")
    assert not OpenIncident.objects.exists()


def test_after_a_quarter_of_an_hour_anybody_goes_on(sato, clerk):
    of = of_sakura()
    do(clerk, "open", of.pk)
    OpenIncident.objects.update(until="2023-01-01T00:00:00Z")

    assert "1,000円を戻しました。" in said(do(sato, "decide", of.pk, **typed_for(of, confirmed="1")))


def test_who_has_it_open_decides_and_it_stays_theirs(sato):
    of = of_sakura()
    do(sato, "open", of.pk)
    OpenIncident.objects.update(until=OpenIncident.objects.get().opened_at.replace(year=2100))
    do(sato, "decide", of.pk, **typed_for(of, confirmed="1"))

    assert Incident.objects.get().state == "approved"
    assert OpenIncident.objects.get().until.year != 2100


def test_the_second_person_need_not_wait_until_the_first_has_given_it_back(sato):
    of = of_sakura()
    do(sato, "open", of.pk)
    decided(of, choices={next(iter(proposed(of))): 400}, by="sato")

    assert "400円を戻しました。" in said(approve(client_of(staff("kaneko", "approver")), of))
