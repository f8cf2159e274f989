"""The dashboard: its money is the statement's, its queues are what waits, and every number leads to its rows."""

from datetime import datetime

import pytest
from django.test import Client

from claims.deadlines import deadlines
from config import clock
from coupons import changes, eligibility
from coupons.models import ChangeFile, Scheme
from desk.dashboard import charts, figures, queues
from notifications import releases
from payouts import holds, orders, statement, summary
from payouts.models import Entitlement, Payout, Reconciliation, Summary
from tests.changes.people import extended
from tests.changes.people import made as make_file
from tests.makers import code, coupon, hanako, japan, opened, other_scheme, pay, regionpay
from tests.matching.people import filed
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db
AT = "2023-04-10 12:00"
PAGE = "/admin/operations/"


@pytest.fixture
def operator() -> Client:
    return client_of(staff("ope", "operator"))


def received(yen: int = 3000, brand: str = "edy") -> Payout:
    """A member who took the points on 5 April."""
    [payout] = opened(coupon(yen=yen, member=hanako(regionpay())))
    code(brand, yen)
    made = orders.order(payout_id=payout.pk, brand=brand, who="test", at=japan("2023-04-05 12:00"))
    orders.settle(order_id=made.pk, at=japan("2023-04-05 12:00"))
    return payout


def seen(client: Client, at: str = AT) -> dict:
    clock.move_to(japan(at))
    summary.summarize(regionpay())
    return client.get(PAGE).context


def test_before_anything_it_says_so(operator):
    clock.move_to(japan("2023-02-26 12:00"))
    page = operator.get(PAGE).content.decode()
    assert "まだ集計がありません" in page and "まだ照合していません" in page and "まだ取り込んでいません" in page
    seen(operator, "2023-02-26 12:05")
    page = operator.get(PAGE).content.decode()
    assert "差額 0円 ✔" in page and "補償額は、まだ確定していません" in page and "まだ、受け取りはありません" in page


def test_its_figures_are_the_statements():
    received()
    on = coupon(yen=2000, prefecture="01")
    pay(on, 500, "2023-03-01 12:00")
    eligibility.extend(regionpay(), japan(AT))
    opened(on)
    found = summary.figures(regionpay(), japan(AT))
    wanted = statement.totals(regionpay(), japan(AT))
    assert {name: found["totals"][name] for name in found["totals"] if name in wanted} == {
        name: wanted[name] for name in wanted if name in found["totals"]
    }
    equation = figures.equation(found["totals"], regionpay())
    assert (equation.owed, sum(yen for _, yen, _ in equation.places), equation.difference) == (4500, 4500, 0)
    assert [
        (one.name, one.owed, one.paid, one.unclaimed) for one in figures.prefectures(found["parts"], regionpay())
    ] == [
        ("北海道", 1500, 0, 1500),
        ("沖縄県", 3000, 3000, 0),
    ]
    steps = {step.label: (step.count, step.yen) for step in figures.funnel(found, regionpay())}
    assert steps["補償額のあるクーポン"] == (2, 4500)
    assert steps["うち手続き不要（アプリの会員）"] == (1, 3000)
    assert steps["ポイント：受取済"] == (1, 3000)
    assert [(step.label, step.count, step.yen) for step in figures.brands(found, regionpay())] == [
        ("Edy ギフト ID", 1, 3000)
    ]
    assert found["days"] == [{"day": "2023-04-05", "method": "points", "payouts": 1, "yen": 3000}]


def test_every_number_leads_to_a_page(operator):
    received()
    context = seen(operator)
    addresses = {bar.step.address for bar in context["funnel"].bars} | {one.address for one in context["brands"]}
    addresses |= {one.address for one in context["prefectures"]} | {context["held"].address}
    addresses |= {address for _, _, address in context["equation"].places}
    assert {address: operator.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize("role", ["operator", "approver", "auditor", "administrator"])
def test_every_queue_leads_to_a_page_that_the_viewer_may_open(role):
    """Also those that are empty now; who may not open it sees the count alone."""
    clock.move_to(japan(AT))
    viewer = staff("viewer", role)
    client, there = client_of(viewer), list(queues.all_of(regionpay(), japan(AT)))
    shown = {one.label: bool(one.address) for one in queues.seen_by(viewer, there)}
    assert shown == {one.label: client.get(one.address).status_code == 200 for one in there}


def rows_at(client: Client, address: str) -> list[int]:
    """The rows of the admin's list that a number leads to."""
    return [row.pk for row in client.get(address).context["cl"].result_list]


def test_a_number_leads_to_its_own_rows(operator):
    """Of the asked scheme, in the state that the number counts."""
    paid = received()
    other = other_scheme()
    coupon(scheme=other, yen=4000)
    [held] = opened(on := coupon(yen=2000, member=hanako(regionpay(), phone="09011112222")))
    holds.hold(payout_id=held.pk, by=staff("sato", "reviewer"), reason="調べる", at=japan("2023-04-04 12:00"))
    free = coupon(yen=500, inquiry_no="555555555555")
    eligibility.extend(regionpay(), japan(AT))
    opened(free)
    seen(operator)
    context = operator.get(f"{PAGE}?scheme=regionpay-2023").context
    places = {label: address for label, _, address in context["equation"].places}
    assert rows_at(operator, places["ポイントで支払済"]) == [paid.pk]
    assert rows_at(operator, places["受取待ち"]) == rows_at(operator, context["held"].address) == [held.pk]
    assert rows_at(operator, places["申請待ち"]) == [Entitlement.objects.get(coupon=free).pk]
    assert rows_at(operator, places["期限切れ"]) == []
    assert rows_at(operator, context["brands"][0].address) == [paid.pk]
    covered = rows_at(operator, context["funnel"].bars[0].step.address)
    assert covered == [free.pk, on.pk, paid.items.get().coupon_id]
    waiting = {one.label: one.address for one in context["queues"]}
    assert rows_at(operator, waiting["保留中の支払"]) == [held.pk]


def test_the_stock_is_a_line_a_brand_however_many_values_it_has(operator):
    for yen in (500, 1200, 1200):
        code("edy", yen)
    code("nanaco", 700)
    stock = {one.brand: one for one in seen(operator)["stock"]}
    assert {name: (one.codes, one.values, one.yen) for name, one in stock.items()} == {
        "Edy ギフト ID": (3, 2, 2900),
        "nanaco ギフト": (1, 1, 700),
    }
    assert len(rows_at(operator, stock["Edy ギフト ID"].address)) == 3


def test_what_waits_for_people_stands_there_with_its_age(operator):
    claim = filed(coupon())
    claim.lines.update(state="review", reason="number")
    [payout] = opened(coupon(member=hanako(regionpay())))
    holds.hold(payout_id=payout.pk, by=staff("sato", "reviewer"), reason="調べる", at=japan("2023-04-04 12:00"))
    waiting = {one.label: (one.count, one.days, one.is_late) for one in seen(operator, "2023-04-20 12:00")["queues"]}
    assert waiting["審査待ちの申請"][0] == 1
    assert waiting["保留中の支払"] == (1, 16, True)
    assert queues.waiting(other_scheme(), japan(AT)) == []


def test_a_mass_sending_that_nobody_has_asked_for_stands_there(operator):
    opened(coupon(member=hanako(regionpay())))
    name = "まだ頼んでいない一斉送信のお知らせ"
    [waits] = [one for one in seen(operator, "2023-04-04 12:00")["queues"] if one.label == name]
    assert (waits.count, waits.address) == (1, "/admin/notifications/release/ask/")

    releases.ask(scheme="regionpay-2023", what="receive-links", who="ope")
    assert name not in [one.label for one in seen(operator, "2023-04-04 13:00")["queues"]]


def test_a_file_for_regionpay_that_nobody_has_fetched_stands_there_too():
    """Nothing of it is told, so nothing of it is late to be answered."""
    extended()
    name, made = "regionPAYに渡していない通知ファイル", make_file(japan("2023-03-01 06:00"))

    def waits(at: str) -> list[tuple]:
        return [
            (one.count, one.days, one.is_late) for one in queues.waiting(regionpay(), japan(at)) if one.label == name
        ]

    assert waits("2023-03-01 12:00") == [(1, 0, False)]
    assert waits("2023-03-08 12:00") == [(1, 7, True)]
    changes.download(file_id=made.pk, who="jimu", at=japan("2023-03-08 13:00"))
    assert waits("2023-03-08 14:00") == []


def test_one_that_was_set_aside_is_nobodys_to_fetch():
    extended()
    ChangeFile.objects.filter(pk=make_file().pk).update(set_aside_at=japan(AT), set_aside_why="延長が合わない")
    assert queues.waiting(regionpay(), japan(AT)) == []


def test_a_breach_is_red(operator):
    seen(operator)
    Reconciliation.objects.create(
        scheme=regionpay(), at=japan(AT), breaches={"a line that came back is not paid": [[1]]}, digest="x"
    )
    Scheme.objects.update(stopped_at=japan(AT), stopped_reason="差")
    page = operator.get(PAGE).content.decode()
    assert (
        "照合で差が見つかっています" in page
        and "戻ってきた振込が、支払済みのままです。（1件）" in page
        and "支払を止めています" in page
    )


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2023-03-20 12:00", {"申請": "あと1日", "お店での利用": "残り11日"}),
        ("2023-04-30 12:00", {"申請": "今日が締め切りです", "お店での利用": "終わりました"}),
        ("2023-05-31 12:00", {"ポイントの受け取り": "今日が締め切りです", "銀行振込での返金": "始まっています"}),
    ],
)
def test_the_strip_counts_down(operator, at, words):
    strip = {date.title: date.words for date in seen(operator, at)["strip"]}
    assert len(strip) == len(deadlines(regionpay()))
    assert {title: strip[title] for title in words} == words


def test_the_figures_are_kept_for_five_minutes():
    def written(at: str) -> tuple[int, datetime]:
        return summary.summarize(regionpay(), japan(at)), Summary.objects.get().at

    assert written(AT) == (1, japan(AT))
    assert written("2023-04-10 12:04") == (0, japan(AT))
    assert written("2023-04-10 12:05") == (0, japan("2023-04-10 12:05"))  # the same figures, true a little longer
    received()
    assert written("2023-04-10 12:10") == (1, japan("2023-04-10 12:10"))


def test_the_chart_grows_from_day_to_day():
    rows = [
        {"day": "2023-04-05", "method": "points", "payouts": 1, "yen": 1000},
        {"day": "2023-05-17", "method": "refund", "payouts": 1, "yen": 3000},
    ]
    drawn = charts.days(rows)
    assert [(column.points_yen, column.bank_yen) for column in drawn.columns] == [(1000, 0), (1000, 3000)]
    first, last = drawn.columns
    assert (first.points_high * 4, last.bank_y) == (last.points_high + last.bank_high, 10)
    assert (drawn.first, drawn.last) == ("2023年4月5日（水）", "2023年5月17日（水）")
    assert charts.days([]) is None


def test_a_scheme_that_is_not_there_is_not_found(operator):
    asked = ["nowhere", "%00x", "regionpay-2023%00"]
    assert [operator.get(f"{PAGE}?scheme={slug}").status_code for slug in asked] == [404, 404, 200]


def test_two_schemes_stand_side_by_side(operator):
    received()
    other = other_scheme()
    clock.move_to(japan(AT))
    for scheme in Scheme.objects.all():
        summary.summarize(scheme)
    page = operator.get(f"{PAGE}?scheme={other.slug}")
    assert page.context["equation"].owed == 0
    assert operator.get(f"{PAGE}?scheme=regionpay-2023").context["equation"].owed == 3000
