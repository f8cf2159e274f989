"""In English: every page that is only read, and every page of the claim forms, as the test client gets there."""

from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from tests.browser import pages
from tests.claiming.directory import write_banks
from tests.claiming.walking import ORDER, Walker

EN = "/en"
State = Callable[[Client], HttpResponse]


def read(found: Callable[[], str | HttpResponse]) -> State:
    """A page that is only read, as tests/browser/pages.py knows it."""

    def see(client: Client) -> HttpResponse:
        with translation.override("en"):
            there = found()
        if isinstance(there, HttpResponse):
            return there
        client.raise_request_exception = False
        return client.get(f"{EN}{there.removeprefix(EN)}", follow=True)

    return see


READ = {name: read(found) for name, found in pages.STATES.items() if "easy" not in name}


def start(method: str) -> State:
    return lambda client: Walker(client, method, EN).open().response


def step(method: str, at: str) -> State:
    """A step of a claim form, with everything before it answered."""

    def see(client: Client) -> HttpResponse:
        write_banks()
        return Walker(client, method, EN).arrive(at).response

    return see


def filled_in(method: str, at: str, **fields) -> State:
    """The same, and what is answered to these fields."""

    def see(client: Client) -> HttpResponse:
        write_banks()
        return Walker(client, method, EN).arrive(at).good(at, **fields).response

    return see


def searched(at: str, **query) -> State:
    def see(client: Client) -> HttpResponse:
        write_banks()
        return Walker(client, "refund", EN).arrive(at).open(at, **query).response

    return see


def yucho(client: Client) -> Walker:
    write_banks()
    return Walker(client, "refund", EN).arrive("bank").good("bank", bank_code="9900")


def draft_gone(client: Client) -> HttpResponse:
    client.cookies["draft-points-regionpay-2023"] = "gone"
    return Walker(client, "points", EN).open("you").response


CLAIMING: dict[str, State] = {
    **{f"{method} start": start(method) for method in ORDER},
    **{f"{method} {at}": step(method, at) for method, order in ORDER.items() for at in order},
    "points done": filled_in("points", "review"),
    "refund done": filled_in("refund", "review"),
    "mail that looks mistyped": filled_in("points", "you", email="hanako@gmail.con"),
    "another holder": filled_in("refund", "account", holder_kana="リュウキュウ タロウ"),
    "bank found": searched("bank", q="琉球"),
    "bank not found": searched("bank", q="nowhere"),
    "branch not found": searched("branch", q="nowhere"),
    "code sent again": filled_in("points", "code", resend="1"),
    "symbol and number": lambda client: yucho(client).response,
    "symbol of no branch": lambda client: (
        yucho(client).post("branch", yucho_symbol="14020", yucho_number="12345671").response
    ),
    "symbol and number that do not fit": lambda client: (
        yucho(client).post("branch", yucho_symbol="14080", yucho_number="12345671").response
    ),
    "account of symbol and number": lambda client: (
        yucho(client).post("branch", yucho_symbol="14080", yucho_number="12345671", go_on="1").response
    ),
    "draft gone": draft_gone,
    "done and gone": lambda client: Walker(client, "points", EN).open("done").response,
}
