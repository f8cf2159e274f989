"""Two operators make the list of a brand at the same moment: no order is in both."""

from payouts.issuers import lists
from tests.issuers.files import lines_of
from tests.issuers.people import AT, by_way, ordered
from tests.makers import regionpay
from tests.races.guards import Background, other_connection


def made():
    return lists.make(scheme=regionpay(), brand="nanaco", who="taro", at=AT)


def test_what_another_is_listing_is_left_out_and_listed_by_the_next(own_database):
    by_way("list")
    first, second = ordered(1000), ordered(2000)
    with other_connection(own_database) as other:
        other.execute("select id from payouts_pointorder where id = %s for no key update", [first.pk])
        one = Background(made).join().result
    assert lines_of(one) == [[str(second.request_key), "nanaco ギフト", 2000]]
    assert lines_of(made()) == [[str(first.request_key), "nanaco ギフト", 1000]]
