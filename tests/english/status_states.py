"""In English: every page of the status, as the test client gets there."""

from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from claims import corrections
from claims.models import Claim
from payouts.status.taking_back import take_back
from tests.english.states import EN, State
from tests.incidents.people import given_back
from tests.matching.people import covered
from tests.receiving.people import TRAVEL
from tests.status import people
from tests.status.people import STATUS, UNKNOWN_NO, in_the_app, matched


def of(making: Callable[[], Claim], then: str = "claim/") -> State:
    """The status of a claim at a stage, or a page behind it."""

    def see(client: Client) -> HttpResponse:
        look_up(client, making())
        return client.get(f"{EN}{STATUS}{then}")

    return see


def look_up(client: Client, made: Claim, digits: str = people.DIGITS) -> HttpResponse:
    return client.post(EN + STATUS, {"receipt_no": made.receipt_no, "digits": digits})


def correction(*numbers: str, **more) -> State:
    """A correction of two numbers, sent."""

    def see(client: Client) -> HttpResponse:
        look_up(client, made := matched(UNKNOWN_NO, "7" * 12))
        lines = [str(line.pk) for line in corrections.correctable(made)]
        return client.post(
            f"{EN}{STATUS}claim/correct/", {"line": lines, "inquiry_no": list(numbers), **TRAVEL, **more}, follow=True
        )

    return see


def withdrawn() -> Claim:
    take_back(claim_id=(made := people.sent()).pk)
    return made


def mixed(**more) -> Claim:
    return people.sent(covered(yen=1000), in_the_app(), people.used_up(), UNKNOWN_NO, filed="2023-04-03 11:00", **more)


def not_covered() -> Claim:
    return matched(covered(last_minute="2023-02-23 23:59"))


def posted(where: str, **fields: str) -> State:
    return lambda client: client.post(f"{EN}{STATUS}{where}", fields, follow=True)


def code_entered(client: Client) -> HttpResponse:
    posted("code/", receipt_no=people.claim(covered()).receipt_no)(client)
    return client.post(f"{EN}{STATUS}code/enter/", {"code": "000000"})


def asked_too_often(client: Client) -> HttpResponse:
    return [posted("lost/", deliver_to="taro@example.jp")(client) for _ in range(4)][-1]


def report(client: Client) -> HttpResponse:
    look_up(client, given_back(), "0008")
    return client.get(f"{EN}{STATUS}report/")


STATES_OF_A_CLAIM = {
    "filed": lambda: people.claim(covered()),
    "accepted before the freeze": lambda: matched(covered(), filed="2023-03-25 11:00", at="2023-03-25 12:00"),
    "to check": lambda: matched(UNKNOWN_NO),
    "not covered": not_covered,
    "mixed": mixed,
    "mixed refund": lambda: mixed(method="refund"),
    **{
        made.__name__: made
        for made in (
            people.opened,
            people.sent,
            people.ordered,
            people.paid,
            people.held,
            people.stopped,
            people.unreached,
            people.locked,
            people.lapsed,
            people.to_be_refunded,
            people.transfer_ordered,
            people.transfer_exported,
            people.transferred,
            people.returned,
            people.zero,
            people.superseded,
            withdrawn,
        )
    },
}
STATUS_PAGES: dict[str, State] = {
    **{name: of(making) for name, making in STATES_OF_A_CLAIM.items()},
    "question": lambda client: client.get(EN + STATUS),
    "nothing typed": posted(""),
    "badly typed": posted("", receipt_no="A-1234-5678-9", digits="12"),
    "of a call": posted("code/", receipt_no="B-1234-5678-4"),
    "wrong pair": lambda client: look_up(client, people.claim(covered()), "1111"),
    "report": report,
    "not looked up": posted("claim/withdraw/"),
    "ask for a code": lambda client: client.get(f"{EN}{STATUS}code/"),
    "code entered": code_entered,
    "lost": lambda client: client.get(f"{EN}{STATUS}lost/"),
    "lost and nothing typed": posted("lost/", deliver_to=""),
    "lost and sent": posted("lost/", deliver_to="taro@example.jp"),
    "lost too often": asked_too_often,
    "lost url": lambda client: client.get(f"{EN}{STATUS}url/"),
    "lost url and nothing typed": posted("url/", deliver_to=""),
    "lost url and sent": posted("url/", deliver_to="taro@example.jp"),
    "correct": of(lambda: matched(UNKNOWN_NO), "claim/correct/"),
    "badly corrected": correction("8888", "", travel_month="13"),
    "same number twice": correction("8" * 12, "8" * 12),
    "nothing corrected": correction(UNKNOWN_NO, "7" * 12),
    "corrected": correction("8" * 12, "7" * 12, prefecture="13"),
    "correction saved": correction("8" * 12, "7" * 12, save="1"),
    "withdraw": of(people.sent, "claim/withdraw/"),
    "on its way": of(people.paid, "claim/withdraw/"),
}
