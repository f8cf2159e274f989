"""Staff are told by mail what waits for them: each thing once, and nothing of a claimant."""

import pytest

from config import clock
from desk.refunds import news
from notifications.models import Message
from notifications.render import render
from payouts.batches import approving, refusing
from tests.makers import japan
from tests.refunds import people
from tests.staff.people import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()
    staff("maki", "operator"), staff("sato", "approver"), staff("ueda", "operator"), staff("uketsuke", "clerk")


def told() -> list[tuple[str, str]]:
    """To whom, and what, of the mails that were queued now."""
    before = set(Message.objects.values_list("pk", flat=True))
    news.tell_of_batches()
    new = Message.objects.filter(template="batch_news").exclude(pk__in=before).order_by("to", "pk")
    return [(one.to.split("@")[0], one.context["words"]) for one in new]


def test_each_step_is_said_once_to_those_it_waits_for():
    people.refund()
    batch = people.drafted(by="maki")
    assert told() == [("maki", "下書きができました。点検して、承認を頼んでください。")]
    batch = approving.submit(batch_id=batch.pk, by="maki")
    assert told() == [("sato", "承認を待っています。")]
    batch = people.approved(batch)
    assert [who for who, _ in told()] == ["maki", "ueda"]
    batch = people.not_yet_due(batch)
    refusing.say(batch_id=batch.pk, by="maki", reason="x")
    assert [who for who, words in told() if "2人目" in words] == ["sato"]
    assert told() == []


def test_what_the_duty_made_is_for_every_operator():
    people.refund()
    people.drafted(by="duty:build_refund_batches")

    assert [who for who, _ in told()] == ["maki", "ueda"]


def test_its_words_name_nobody_and_it_waits_for_the_morning():
    people.refund()
    people.drafted(by="maki")
    clock.move_to(japan("2023-05-15 22:00"))
    told()

    [message] = Message.objects.filter(template="batch_news")
    words = render(message)
    assert "総合振込データ1：下書きができました。" in words.subject
    assert "振込指定日 2023年5月18日（木）" in words.text
    assert ("沖縄" in words.text, message.not_before) == (False, japan("2023-05-16 08:00"))
