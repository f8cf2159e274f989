"""Case 30: two schemes at once with the same inquiry numbers: no row and no figure of one on a screen of the other."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from django.urls import reverse

from config import clock
from coupons import changes
from coupons.models import Scheme, Store
from notifications.models import Message
from payouts import orders, summary
from payouts.models import RefundLine, Summary
from tests.makers import code, coupon, hanako, incident, japan, line, opened, other_scheme, pay, regionpay, told
from tests.matching.people import filed
from tests.payouts import batches
from tests.schemes.addresses import asked
from tests.staff.people import client_of, staff
from trail import jobs

pytestmark = pytest.mark.django_db
NUMBERS = [f"12345678901{end}" for end in range(6)]


@dataclass(frozen=True)
class World:
    """One of the two: its scheme, an id of each kind of row, and what only it may say."""

    scheme: Scheme
    rows: dict[str, int]
    marks: tuple[str, ...]


def world(scheme: Scheme, mark: str, yen: int) -> World:
    """The same happens in both, under other names and with other yen."""
    clock.move_to(japan("2023-04-05 12:00"))
    shop = Store.objects.create(scheme=scheme, no="S1", name=f"{mark}商店", prefecture="47")
    contact = {"email": f"{mark}@example.jp", "phone": "0989876543"}
    app, chosen, lost = (coupon(scheme, yen=yen, inquiry_no=no, member=hanako(scheme, **contact)) for no in NUMBERS[:3])
    pay(app, 1, "2023-02-24 18:00")
    paper, back, case_b = (coupon(scheme, yen=yen, inquiry_no=no) for no in NUMBERS[3:])
    refund = line(back, method="refund", language="ja")
    by_member = {payout.member_id: payout for payout in opened(app, chosen, lost, back)}
    code("edy", yen)
    order = orders.order(payout_id=by_member[chosen.member_id].pk, brand="edy", who="x", at=clock.now())
    told()
    missed = by_member[lost.member_id]
    Message.objects.filter(about=f"payouts.payout/{missed.pk}").update(state="undeliverable", error="550")
    review = filed(paper, scheme=scheme, name=f"{mark}太郎")
    review.lines.update(state="review", reason="number")
    reported = incident(case_b, name=f"{mark}桜")
    batch = batches.draft(scheme, by_member[None])
    told_file = changes.make_file(scheme=scheme, who=f"{mark}事務")
    change = asked(staff(f"{mark}-asker"), scheme=scheme, help_desk_phone=f"0120-{yen}")
    job = jobs.ask(kind="load", scheme=scheme.slug, who=f"{mark}事務", files={f"{mark}.csv": b"x"})
    summary.summarize(scheme)
    rows = {
        "coupon": app.pk,
        "member": app.member_id,
        "claim": review.pk,
        "payout": missed.pk,
        "incident": reported.pk,
        "shop": shop.pk,
        "order": order.pk,
        "batch": batch.pk,
        "line": RefundLine.objects.get(batch=batch).pk,
        "file": told_file.pk,
        "asked": change.pk,
        "job": job.pk,
    }
    return World(scheme, rows, (mark, f"{yen:,}円", f"{yen - 1:,}円", refund.claim.receipt_no))


@pytest.fixture
def both() -> tuple[World, World]:
    other = other_scheme()
    Scheme.objects.filter(pk=other.pk).update(help_desk_name="乙の補償窓口", sender="乙の補償")
    other.refresh_from_db()
    return world(regionpay(), "甲甲", 1_731), world(other, "乙乙", 2_867)


OF_A_SCHEME = (  # by ?scheme=
    *("operations", "changes", "settlements", "confirm_queue", "confirm_records"),
    *("refunds", "refund_results", "refund_returned", "refund_payer"),
)
BY_ITS_NAME = {"scheme": (), "scheme_change": ("dates",), "operations_accounts": ()}
OF_A_ROW = {
    "desk_coupon": "coupon",
    "desk_member": "member",
    "desk_claim": "claim",
    "desk_payout": "payout",
    "desk_review_case": "claim",
    "desk_incident": "incident",
    "confirm_shop": "shop",
    "confirm_sheet": "shop",
    "desk_delivery_one": "payout",
    "desk_issuer_order": "order",
    "refund_batch": "batch",
    "refund_lines": "batch",
    "refund_line": "line",
    "change_file": "file",
    "scheme_asked": "asked",
    "operations_job": "job",
}
ROLES = ("clerk", "reviewer", "operator", "approver")


def said(page: bytes) -> str:
    """What the page says, but for the codes in stock, which are of all schemes."""
    text = unescape(page.decode())
    return re.sub(r"<h3>在庫のコード（どの制度にも共通）.*?</table>", "", text, flags=re.DOTALL)


def addresses(of: World) -> dict[str, str]:
    slug = of.scheme.slug
    return {
        **{name: f"{reverse(name)}?scheme={slug}" for name in OF_A_SCHEME},
        **{name: reverse(name, args=[slug, *more]) for name, more in BY_ITS_NAME.items()},
        **{name: reverse(name, args=[of.rows[kind]]) for name, kind in OF_A_ROW.items()},
        "public progress": f"/{slug}/progress/",
        "public top": f"/{slug}/",
    }


def test_no_screen_of_one_says_anything_of_the_other(both):
    client = client_of(staff("all", *ROLES))
    leaks, answers = {}, {}
    for own, other in (both, both[::-1]):
        for name, address in addresses(own).items():
            answer = client.get(address)
            answers[name, own.scheme.slug] = answer.status_code
            found = [mark for mark in other.marks if mark in said(answer.content)]
            if found:
                leaks[name, own.scheme.slug] = found
    assert {name: status for name, status in answers.items() if status != 200} == {}
    assert leaks == {}


def test_the_marks_are_there_to_be_found(both):
    """The test above can fail: the screens of one do say what is its own."""
    client = client_of(staff("all", *ROLES))
    silent = {"refund_results", "refund_returned", "refund_payer", "settlements", "confirm_records"}
    silent |= {"public progress", "public top", "operations_job", "desk_claim", "refunds"}
    own = both[0]
    named = (*own.marks, own.scheme.name)
    pages = {name: said(client.get(address).content) for name, address in addresses(own).items()}
    assert {name for name, page in pages.items() if not any(mark in page for mark in named)} <= silent


LISTS = ("desk_review", "desk_incidents", "desk_delivery", "desk_issuer", "desk_issuer_leftovers")
LISTS += ("desk_review_waiting", "desk_review_letters", "desk_review_calls", "operations_jobs")


def test_what_the_search_finds_of_one_number_says_of_which_scheme_it_is(both):
    client = client_of(staff("all", *ROLES))
    page = client.post(reverse("desk"), {"q": NUMBERS[0]}, follow=True).content.decode()
    assert [one.scheme.name for one in both if one.scheme.name not in page] == []


def test_a_list_of_all_schemes_says_whose_each_row_is(both):
    client = client_of(staff("all", *ROLES))
    pages = {name: client.get(reverse(name)).content.decode() for name in LISTS}
    mixed = {name for name, page in pages.items() if all(any(mark in page for mark in one.marks) for one in both)}
    assert mixed
    assert {name for name in mixed if not all(one.scheme.name in pages[name] for one in both)} == set()


def test_the_figures_of_one_hold_no_yen_of_the_other(both):
    """Six coupons of each, and one yen spent."""
    owed = [Summary.objects.get(scheme=one.scheme).figures["totals"]["owed_yen"] for one in both]
    assert owed == [6 * 1_731 - 1, 6 * 2_867 - 1]
