"""What regionPAY is told, in a browser: every page in every state."""

from django.urls import reverse

from coupons import answers as answering
from coupons import eligibility, settlements
from coupons.models import Change
from tests.changes.people import AT, NEXT, answers, downloaded, extended, made, restored, reversed_again
from tests.makers import japan, pay, regionpay


def nothing_yet() -> str:
    return reverse("changes")


def everything_listed() -> str:
    """Untold, late, refused and differing ones, files in every state, an answer."""
    wrong = extended(yen=1000)
    extended()
    made()
    pay(wrong.coupon, 1000, "2023-02-25 12:00")
    eligibility.extend(regionpay(), AT)
    refused, _late, _reversed = restored(), restored(), reversed_again()
    downloaded()
    answers_taken(refused.entry_no)
    Change.objects.filter(kind="reversal").update(
        differs_at=NEXT, difference="regionPAYの明細では、お問合せ番号 100000000001、499円です。"
    )
    extended()
    made(at=japan("2023-03-25 06:00"), who="duty:make_change_files")
    restored()
    return reverse("changes")


def answers_taken(key: str) -> str:
    rows = [f"{key},拒否,番号がありません,500", "HOSHO-E404,受理,,", f"{key},受理,,"]
    file = answering.take(scheme=regionpay(), name="kaito_0322.csv", data=answers(*rows), who="jimu", at=NEXT)
    return reverse("change_answers", args=[file.pk])


def answers_with_faults() -> str:
    key = restored().entry_no
    downloaded()
    return answers_taken(key)


def file_to_download() -> str:
    for _ in range(12):
        extended()
    reversed_again()
    return reverse("change_file", args=[made().pk])


def file_told() -> str:
    restored()
    return reverse("change_file", args=[downloaded().pk])


def file_set_aside() -> str:
    wrong = extended(yen=1000)
    file = made()
    pay(wrong.coupon, 1000, "2023-02-25 12:00")
    eligibility.extend(regionpay(), AT)
    return reverse("change_file", args=[file.pk])


def settlement() -> str:
    reversed_again()
    restored()
    return reverse("settlements", query={"since": "2023-03-01", "last": "2023-03-31"})


def settlement_closed() -> str:
    reversed_again()
    restored()
    closed = settlements.close(
        scheme=regionpay(), until=japan("2023-04-01 00:00"), who="jimu", at=japan("2023-04-02 10:00")
    )
    return reverse("settlements", query={"list": closed.number})


def settlement_with_a_fault() -> str:
    return reverse("settlements", query={"since": "", "last": "2023-03-31"})


STATES = {
    making.__name__: making
    for making in (
        nothing_yet,
        everything_listed,
        answers_with_faults,
        file_to_download,
        file_told,
        file_set_aside,
        settlement,
        settlement_closed,
        settlement_with_a_fault,
    )
}
