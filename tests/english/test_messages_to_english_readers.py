"""Whoever filed in English is written to in English: the sender, the call centre and every word."""

import pytest

from claims import incident_deciding, incident_telling, verification
from claims.telling import ask_back
from notifications.models import Message
from notifications.render import render
from payouts import destinations, incident_undoing, links, nothing_left, orders, ready, releasing, reminding
from payouts.issuers import outcomes
from payouts.status.resending import send_again
from payouts.status.taking_back import take_back
from tests.claiming.walking import Walker
from tests.english.reading import japanese_in
from tests.english.states import EN
from tests.incidents import people as people_who_called
from tests.makers import incident, japan, regionpay, shop_says, told
from tests.matching.people import covered
from tests.notifications.test_english_messages import NAMES
from tests.receiving.people import DAY, stock
from tests.refunds import people as refunds
from tests.review.people import AT, LATER, sato, seen, suzuki
from tests.status import people
from tests.status.people import UNKNOWN_NO

pytestmark = pytest.mark.django_db

IN_ENGLISH = {"language": "en"}
TYPED = ("太郎", "桜", "沖縄 花子", "土産店", refunds.PAYER["name"])


def filed(client) -> None:
    Walker(client, "points", EN).until("done")


def checked(_client) -> None:
    people.matched(UNKNOWN_NO, **IN_ENGLISH)


def zero(_client) -> None:
    people.opened(people.used_up(), filed="2023-03-30 12:00", at="2023-04-03 09:00", **IN_ENGLISH)
    nothing_left.tell(regionpay(), japan("2023-04-03 10:00"))


def sent_again(_client) -> None:
    send_again(claim_id=people.sent(**IN_ENGLISH).pk, language="en")


def refused(_client) -> None:
    made = people.ordered(**IN_ENGLISH)
    outcomes.refuse(order_id=people.payout(made).orders.get().pk, who="issuer", reason="test", at=japan(DAY))


def reminded(_client) -> None:
    people.sent(**IN_ENGLISH)
    reminding.remind(regionpay(), japan("2023-05-28 00:00"))


def ready_at_last(_client) -> None:
    people.ordered(**IN_ENGLISH)
    stock("nanaco", 3000)
    later = japan("2023-04-18 15:00")
    orders.settle_orders(later)
    ready.tell(regionpay(), later)


def withdrawn(_client) -> None:
    take_back(claim_id=people.sent(**IN_ENGLISH).pk)


def gave_way(_client) -> None:
    to = people.payout(people.sent(**IN_ENGLISH)).links.get()
    releasing.void(payout_id=to.payout_id, who="test", reason="別の申請", at=japan(DAY))
    links.tell_why_dead(to, japan(DAY))


def lost(client) -> None:
    people.claim(covered(), **IN_ENGLISH)
    client.post("/en/regionpay-2023/status/lost/", {"deliver_to": "taro@example.jp"})


def asked(_client) -> None:
    line = people.matched(UNKNOWN_NO, **IN_ENGLISH).lines.get()
    line.words = "Is this the number on your coupon?"
    ask_back(line, key="asked", at=japan(DAY))


def moved(_client) -> None:
    made = people.opened(covered(), **IN_ENGLISH)
    values = {"deliver_by": "sms", "deliver_to": "09000000003", "reason": "本人からの電話"}
    proposed = destinations.ask(claim_id=made.pk, by=sato(), seen=seen(made), at=AT, **values)
    destinations.approve(proposal_id=proposed.pk, by=suzuki(), at=LATER)


def on_the_phone(_client) -> None:
    to = {"deliver_by": "sms", "deliver_to": "09000000003"}
    code = verification.new_code(about="call", scheme=regionpay(), delivery=to, address="192.0.2.1")
    verification.queue(code, to, "en", template="desk_code")


def refunded(_client) -> None:
    """On its way, back again, and the new account."""
    refunds.house()
    payout = refunds.refund(person={"name": "太郎", **IN_ENGLISH})
    refunds.exported()
    refunds.came_back(payout, reason="No such account")
    refunds.gives_account(payout.claim)


def reported(_client) -> None:
    """What 桜 called about, by mail: taken, given back by mistake, and her next question answered."""
    by = {"deliver_by": "mail", "deliver_to": "sakura@example.jp", **IN_ENGLISH}
    of = people_who_called.reported(people_who_called.sakura(), "paid_twice", **by)
    incident_telling.tell_taken(of, japan(people_who_called.TAKEN))
    people_who_called.approved(shop_says(of))
    told(people_who_called.MARCH)
    now = people_who_called.seen(of)
    incident_undoing.undo(incident_id=of.pk, why="x", by=sato(), seen=now, at=japan("2023-03-12 11:00"))
    asked = incident(kind="other", **by)
    incident_deciding.answer(
        incident_id=asked.pk, words="You can use it until Friday.", by=sato(), seen=people_who_called.seen(asked)
    )


FLOWS = {
    "one_time_code claim_filed": filed,
    "claim_checked": checked,
    "claim_zero": zero,
    "receive_link receive_link_again": sent_again,
    "receive_link points_refused": refused,
    "receive_link receive_link_reminder": reminded,
    "receive_link points_ready": ready_at_last,
    "receive_link claim_withdrawn": withdrawn,
    "receive_link link_gave_way": gave_way,
    "lost_receipts": lost,
    "claim_asked": asked,
    "refund_ordered account_asked account_given": refunded,
    "desk_code": on_the_phone,
    "incident_taken incident_approved incident_undone incident_answered": reported,
    "destination_changed": moved,
}


def test_these_are_all_messages():
    assert {name for names in FLOWS for name in names.split()} == set(NAMES)


@pytest.mark.parametrize("names", FLOWS)
def test_every_word_of_it_is_english(client, names):
    FLOWS[names](client)
    told = {message.template: render(message) for message in Message.objects.all()}
    assert set(names.split()) <= set(told)
    for words in told.values():
        assert "regionPAY compensation" in words.subject + words.text
        assert japanese_in(words, *TYPED) == []


def test_a_scheme_says_the_same_things_in_both_languages():
    japanese, english = (regionpay().says(language) for language in ("ja", "en"))
    assert japanese.keys() == english.keys()
    assert japanese_in(english.values()) == []
    assert (japanese["sender"], english["sender"]) == ("regionPAY補償", "regionPAY compensation")
