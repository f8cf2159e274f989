"""Two tabs confirm two brands at the same moment: the payout's lock decides, and both show the first brand."""

from django.test import Client

from payouts.models import PointOrder
from tests.races.guards import Background, other_connection
from tests.receiving.people import DAY, choice, faults, let_in, link, said, stock

ORDER = """
    update payouts_payout set state = 'ordered' where id = %(payout)s;
    insert into payouts_pointorder (payout_id, brand, state, request_key, ordered_at)
    values (%(payout)s, 'nanaco', 'requested', gen_random_uuid(), %(at)s)
"""


def test_the_tab_that_waited_for_the_lock_shows_the_first_brand(own_database):
    client, to = Client(), link()
    stock("paypay")
    let_in(client, to)
    with other_connection(own_database) as other_tab:
        for statement in ORDER.split(";"):
            other_tab.execute(statement, {"payout": to.payout_id, "at": f"{DAY}+09"})
        late = Background(lambda: client.post("/r/review/", choice(to, "paypay")))
        assert late.is_waiting()
    assert late.join().error is None
    assert late.result["Location"] == "/r/"
    assert "nanaco ギフト 3,000円分" in said(client.get("/r/"))
    assert PointOrder.objects.get().brand == "nanaco"


def test_a_brand_that_is_taken_off_at_this_very_moment_is_said_to_be_so(own_database):
    client, to = Client(), link()
    let_in(client, to)
    with other_connection(own_database) as staff:
        staff.execute("select from payouts_payout where id = %s for no key update", [to.payout_id])
        late = Background(lambda: client.post("/r/review/", choice(to, "paypay")))
        assert late.is_waiting()
        staff.execute("update payouts_brandsetting set is_offered = false where brand = 'paypay'")
    assert late.join().error is None
    assert faults(late.result)[0] == ["ポイントの種類を選んでください。"]
    assert "お選びになれません。 ただいま準備中です。" in said(late.result)
    assert (PointOrder.objects.count(), "paypay" in late.result.content.decode()) == (0, False)
