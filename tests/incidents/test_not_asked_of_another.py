"""What one person may not even ask another for: a report that is not confirmed, a deed without a reason."""

import pytest

from claims import incident_deciding
from claims.incident_deciding import NoReason
from claims.incidents import NotNow
from claims.models import IncidentDecision
from tests.incidents.people import MARCH, decided, reported, sakura, seen
from tests.incidents.test_deciding import member, of_sakura, payment_of
from tests.makers import japan, staff

pytestmark = pytest.mark.django_db


def test_what_the_shop_has_not_confirmed_is_not_asked_of_a_second_person_either():
    """By one person the transition table refuses it; what waits for another has moved nothing yet."""
    of = reported(sakura(**member()), "paid_twice")
    with pytest.raises(NotNow):
        decided(of, choices={payment_of(of).pk: 400})

    assert not IncidentDecision.objects.exists()


@pytest.mark.parametrize("deed", ["send back", "decline", "answer"])
def test_blanks_are_no_reason(deed):
    of = of_sakura(**member()) if deed != "answer" else reported(sakura(), "other")
    by = {"by": staff("sato"), "at": japan(MARCH)}
    with pytest.raises(NoReason):
        if deed == "send back":
            made = decided(of, choices={payment_of(of).pk: 400})
            incident_deciding.send_back(decision_id=made.pk, answer=" 　", **by)
        elif deed == "decline":
            incident_deciding.decline(incident_id=of.pk, reason="differs", words=" 　", seen=seen(of), **by)
        else:
            incident_deciding.answer(incident_id=of.pk, words=" 　", seen=seen(of), **by)
