"""A link is sent once more while its payout is about to lapse: whoever comes second sees what the first has done."""

from django.db import DatabaseError

from payouts import links, releasing
from payouts.models import Payout, ReceiveLink
from tests.makers import coupon, hanako, japan, opened, regionpay, told
from tests.races.guards import Background, at_once, other_connection

AT = japan("2023-06-01 12:00")


def two_open() -> list[Payout]:
    payouts = opened(*[coupon(member=hanako(regionpay())) for _ in range(2)])
    told()
    return payouts


def lapse_while(deed) -> Background:
    """`deed` is done but not yet committed when the lapse begins."""
    waited, lapsing = at_once(deed, lambda: releasing.lapse(regionpay(), AT))
    assert waited
    return lapsing


def test_who_is_sent_the_link_once_more_keeps_their_days_and_the_others_lapse(own_database):
    kept, gone = two_open()
    link = kept.links.get()

    lapsing = lapse_while(lambda: links.replace(link_id=link.pk, channel="sms", at=AT))

    assert (lapsing.error, lapsing.result) == (None, 1)
    assert [Payout.objects.get(pk=payout.pk).state for payout in (kept, gone)] == ["open", "lapsed"]


SEND_ONCE_MORE = """
    select from payouts_payout where id = %(payout)s for no key update;
    update payouts_receivelink set revoked_at = made_at where payout_id = %(payout)s;
    insert into payouts_receivelink (payout_id, salt, key_id, channel, destination, made_at)
    values (%(payout)s, gen_random_uuid(), 'demo', 'sms', '09000000001', now())
"""


def lapse_while_a_link_is_made_by_hand(address: str) -> Background:
    """As somebody at the database might: no message, no more days."""
    first, _ = two_open()
    with other_connection(address) as other:
        for statement in SEND_ONCE_MORE.split(";"):
            other.execute(statement, {"payout": first.pk})
        lapsing = Background(lambda: releasing.lapse(regionpay(), AT))
        assert lapsing.is_waiting()
    return lapsing.join()


def test_a_link_made_meanwhile_dies_with_its_payout_and_the_chunk_lapses(own_database):
    lapsing = lapse_while_a_link_is_made_by_hand(own_database)

    assert (lapsing.error, lapsing.result) == (None, 2)
    assert ReceiveLink.objects.filter(revoked_at=None).count() == 0


def test_revoking_in_the_statement_that_locks_would_fail_the_whole_chunk(own_database, monkeypatch):
    in_one = f"""with due as ({releasing.DUE}), dead as (
        update payouts_receivelink l set revoked_at = %(at)s from due
        where l.payout_id = due.id and l.revoked_at is null
    ) select id from due"""
    monkeypatch.setattr(releasing, "DUE", in_one)
    monkeypatch.setattr(releasing, "_due", _once(releasing._due))
    monkeypatch.setattr(releasing, "ReceiveLink", _NoLinks)

    lapsing = lapse_while_a_link_is_made_by_hand(own_database)

    assert isinstance(lapsing.error, DatabaseError)
    assert "still has a live link" in str(lapsing.error)


def _once(due):
    """Only the first look: what it found is believed afterwards."""
    return lambda scheme, at, among=None: due(scheme, at) if among is None else among


class _NoLinks:
    """Stands for the statement of its own, which is gone."""

    objects = ReceiveLink.objects.none()
