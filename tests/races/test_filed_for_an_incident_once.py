"""Two workers find that nobody would get what an incident gave back: one claim is filed."""

from claims import incident_payees
from claims.models import ClaimLine
from tests.incidents.people import approved
from tests.incidents.test_who_is_paid import left, of_sakura
from tests.makers import japan
from tests.races.guards import Background


def test_by_two_workers_at_once_it_is_filed_once(own_database):
    of = approved(of_sakura(in_the_app=True))
    left()
    both = [Background(lambda: incident_payees.file_missing(japan("2023-03-21 12:00"))) for _ in range(2)]

    assert [one.join().error for one in both] == [None, None]
    assert ClaimLine.objects.filter(stated_no=of.coupon.inquiry_no).count() == 1
