"""One box: what it finds, where it leads, and what the trail keeps of it."""

import pytest
from django.test import Client

from desk.call.search import Kind, understood
from tests.desk_screens.people import DESK, MAIL, NO, PHONE, claimed, doubled, in_the_app, path, search, seen
from tests.makers import hanako, regionpay
from tests.matching.people import covered, filed
from tests.staff.people import client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def searches() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.filter(action="searched").order_by("pk").values_list("who", "detail"))


@pytest.mark.parametrize("typed", [NO, "1234-5678-9012", PHONE, "090-1234-5678", "Hanako@example.jp"])
def test_the_only_hit_opens_at_once(admin_client: Client, typed: str):
    coupon = in_the_app()
    assert search(admin_client, typed).redirect_chain[-1] == (path(coupon), 302)


@pytest.mark.parametrize("typed", [PHONE, "TARO@example.jp", "おきなわ", "オキナワタロウ"])
def test_a_claim_is_found_by_its_contacts_and_by_kana(admin_client: Client, typed: str):
    claim = claimed(phone=PHONE)
    assert search(admin_client, typed).redirect_chain[-1] == (path(claim), 302)


def test_a_claim_is_found_by_its_receipt_number_and_by_a_number_that_nobody_has(admin_client: Client):
    claim = filed("999999999999")
    claim.receipt_no = "A-1234-5678-6"
    claim.save()
    ways = [search(admin_client, typed).redirect_chain[-1][0] for typed in ("a 1234 5678 6", "999999999999")]
    assert ways == [path(claim)] * 2


def test_several_hits_are_listed_masked(admin_client: Client):
    claimed(phone=PHONE)
    member = hanako(regionpay(), phone=PHONE)
    coupon = covered(member=member)
    shown = seen(search(admin_client, PHONE))
    assert "2件見つかりました。" in shown
    assert (
        f"クーポン **** **** {coupon.inquiry_no[-4:]} 残額 3,000円・沖縄県・旅行日 2023年2月23日（木）・アプリ" in shown
    )
    assert "沖＊ 太＊" in shown
    assert [clear for clear in (coupon.inquiry_no, "沖縄 太郎", MAIL) if clear in shown] == []


def test_at_most_twenty_are_shown_and_that_there_are_more(admin_client: Client):
    for _ in range(21):
        filed(covered(), name_kana="オキナワ タロウ")
    page = search(admin_client, "おきなわ")
    assert (page.content.decode().count('class="kind"'), "20件より多く見つかりました。" in seen(page)) == (20, True)


def test_nothing_found_says_what_else_to_try(admin_client: Client):
    assert "見つかりません。桁数・電話番号の別番号・カナでお試しください。" in seen(search(admin_client, NO))


def test_a_phone_system_opens_the_screen_of_who_calls(admin_client: Client):
    coupon = in_the_app()
    opened = admin_client.get(DESK, {"tel": PHONE}, follow=True)
    assert opened.redirect_chain[-1] == (path(coupon), 302)


def test_what_was_typed_stands_in_no_address_and_in_no_trail(admin_client: Client):
    coupon = in_the_app()
    ways = [search(admin_client, typed).redirect_chain for typed in (PHONE, MAIL, NO)]
    rows = [f"coupons.coupon/{coupon.pk}"]
    assert [typed for typed in (PHONE, MAIL, NO) for way in ways for address, _ in way if typed in address] == []
    assert searches() == [
        ("admin", {"kind": "phone", "masked": "***-****-5678", "hits": 1, "rows": rows}),
        ("admin", {"kind": "mail", "masked": "h***@example.jp", "hits": 1, "rows": rows}),
        ("admin", {"kind": "number", "masked": "**** **** 9012", "hits": 1, "rows": rows}),
    ]


def test_looking_at_a_screen_is_on_the_trail(admin_client: Client):
    coupon = doubled()
    admin_client.get(path(coupon))
    looked = AuditEvent.objects.filter(action="looked at").values_list("who", "about")
    assert list(looked) == [("admin", f"coupons.coupon/{coupon.pk}")]


def test_the_clerk_finds_the_last_ten_searches_again(admin_client: Client):
    coupon = doubled()
    for typed in [*["サトウ"] * 10, NO]:
        search(admin_client, typed)
    page = admin_client.get(DESK)
    assert (seen(page).count("フリガナ サ＊"), "お問合せ番号 **** **** 9012" in seen(page)) == (9, True)
    assert f'href="{path(coupon)}"' in page.content.decode()


def test_another_clerk_has_other_searches_and_cannot_open_the_address(admin_client: Client):
    doubled()
    address = search(admin_client, "サトウ").redirect_chain[0][0]
    second = client_of(staff("second", "clerk"))
    assert ["最近探したもの まだありません。" in seen(second.get(where)) for where in (address, DESK)] == [True, True]


def test_a_changed_address_finds_nothing(admin_client: Client):
    assert [admin_client.get(DESK, {"found": token}).status_code for token in ("", "x", "あ", "QUJD")] == [200] * 4


@pytest.mark.parametrize("address", ["", "coupon/1/", "claim/1/", "member/1/"])
def test_nobody_else_comes_in(client: Client, address: str):
    assert client.get(DESK + address).url == f"/admin/login/?next={DESK}{address}"


def test_what_is_not_there_is_not_found(admin_client: Client):
    assert [admin_client.get(f"{DESK}{kind}/1/").status_code for kind in ("coupon", "claim", "member")] == [404] * 3


@pytest.mark.parametrize("typed", ["+819012345678", "+81 90-1234-5678", "＋81 (0)90 1234 5678"])
def test_a_number_as_a_telephone_system_hands_it_on(typed: str):
    found = understood(typed, [regionpay()])
    assert (found.kind, found.value) == (Kind.PHONE, PHONE)
