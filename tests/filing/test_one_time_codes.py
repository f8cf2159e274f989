"""One-time codes: six digits, ten minutes, five tries, for the contact they were sent to."""

import pytest

from claims import drafts, verification
from claims.models import OneTimeCode
from notifications.models import Message
from notifications.render import render, sms_parts
from tests.filing.drafts_made import ADDRESS, DELIVERY, code_of, codes_age, draft, last_code, prove, wrong

pytestmark = pytest.mark.django_db
OTHER = {"deliver_by": "mail", "deliver_to": "taro@example.jp"}


def sent(**parts):
    made = draft(**parts)
    verification.send(draft=made, address=ADDRESS)
    return made


def test_the_right_code_proves_the_contact():
    made = prove(draft())
    assert verification.is_verified(made)
    assert drafts.answers(made)["verified"] == DELIVERY


def test_a_code_is_good_once():
    made = prove(draft())
    with pytest.raises(verification.NoCode):
        verification.check(draft=made, typed=code_of(last_code(made)))


def test_without_a_code_nothing_is_proved():
    made = draft()
    assert not verification.is_verified(made)
    with pytest.raises(verification.NoCode):
        verification.check(draft=made, typed="123456")


def test_each_wrong_try_is_counted_and_the_fifth_locks_the_code():
    made = sent()
    right = code_of(last_code(made))
    left = []
    for _ in range(4):
        with pytest.raises(verification.WrongCode) as refusal:
            verification.check(draft=made, typed=wrong(right))
        left.append(refusal.value.tries_left)
    assert left == [4, 3, 2, 1]
    for typed in (wrong(right), right):
        with pytest.raises(verification.CodeLocked):
            verification.check(draft=made, typed=typed)
    assert not verification.is_verified(made)


@pytest.mark.parametrize(("minutes", "is_good"), [(9, True), (10, False)])
def test_a_code_is_good_for_ten_minutes(minutes, is_good):
    made = sent()
    codes_age(minutes)
    if is_good:
        verification.check(draft=made, typed=code_of(last_code(made)))
    else:
        with pytest.raises(verification.CodeExpired):
            verification.check(draft=made, typed=code_of(last_code(made)))
    assert verification.is_verified(made) == is_good


def test_only_the_last_code_counts():
    made = sent()
    first = code_of(last_code(made))
    codes_age(2)
    verification.send(draft=made, address=ADDRESS)
    if first != code_of(last_code(made)):
        with pytest.raises(verification.WrongCode):
            verification.check(draft=made, typed=first)


def test_another_contact_wants_another_code():
    made = sent()
    typed = code_of(last_code(made))
    drafts.save(made, "delivery", OTHER)
    with pytest.raises(verification.NoCode):
        verification.check(draft=made, typed=typed)
    drafts.save(made, "delivery", DELIVERY)
    verification.check(draft=made, typed=typed)
    drafts.save(made, "delivery", OTHER)
    assert not verification.is_verified(made)


def test_the_next_code_waits_a_minute():
    made = sent()
    with pytest.raises(verification.TooSoon) as refusal:
        verification.send(draft=made, address=ADDRESS)
    assert 58 <= refusal.value.seconds <= 60
    codes_age(1)
    verification.send(draft=made, address=ADDRESS)
    assert OneTimeCode.objects.count() == 2


def test_the_code_is_stored_nowhere():
    made = sent()
    code = last_code(made)
    message = Message.objects.get(key=f"one-time-code/{code.pk}")
    assert code_of(code) not in str(message.context)
    assert (message.to, message.urgent, message.about) == ("09000000002", True, f"claims.draft/{made.pk}")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sms_begins_with_the_code_and_is_bound_to_our_site(language, settings):
    settings.SITE_URL = "https://hosho.example.jp"
    made = draft()
    verification.send(draft=made, address=ADDRESS, language=language)
    code = code_of(last_code(made))
    text = render(Message.objects.get()).text
    assert (text[:6], text.splitlines()[-1], sms_parts(text)) == (code, f"@hosho.example.jp #{code}", 1)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_mail_has_the_code_in_its_subject(language):
    made = draft(delivery=OTHER)
    verification.send(draft=made, address=ADDRESS, language=language)
    assert code_of(last_code(made)) in render(Message.objects.get()).subject
