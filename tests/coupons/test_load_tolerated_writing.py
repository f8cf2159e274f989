"""Full-width digits, spaces around values and other ways of writing the same are taken for what they mean."""

import pytest

from coupons.models import Coupon, Entry, Issuer, Member
from tests.coupons.load_files import TARO, contents, load_rows, places, tally, taros_coupon
from tests.makers import issuer, japan, regionpay

pytestmark = pytest.mark.django_db

WIDE = "１０００００００００７７"


@pytest.fixture
def scheme():
    issuer(regionpay())
    Member.objects.create(scheme=regionpay(), member_no="M1")
    return regionpay()


@pytest.mark.parametrize(
    "row",
    [
        "100000000077,47,I1,3000,2023-02-23 15:00,2023-02-23,2023-02-24 23:59,M1,2023-02-23 16:00",
        " 100000000077 , 47, I1 ,3000 , 2023-02-23 15:00,2023-02-23 , 2023-02-24 23:59,M1, 2023-02-23 16:00 ",
        f"{WIDE},４７,Ｉ１,３０００,２０２３－０２－２３　１５：００,２０２３／０２／２３,2023-02-24　23:59,Ｍ１,2023-02-23 16:00",
        "　100000000077　,　47,I1\t,\u00a03000,2023-02-23 15:00,2023-02-23,2023-02-24 23:59,　M1　,2023-02-23 16:00",
        "1000 0000 0077,47,I1,03000,2023/2/23 15:00:00,2023/2/23,2023/02/24 23:59:00,M1,2023/02/23 16:00",
    ],
    ids=["plain", "spaces", "full-width", "wide spaces, tabs", "slashes, groups, short months"],
)
def test_one_coupon_in_many_writings(tmp_path, scheme, row):
    assert tally(load_rows(tmp_path, "coupons", row)) == {"read": 1, "added": 1}
    coupon = Coupon.objects.get()

    assert (coupon.inquiry_no, coupon.prefecture, coupon.issuer.no, coupon.face_value_yen, coupon.member.member_no) == (
        "100000000077",
        "47",
        "I1",
        3000,
        "M1",
    )
    assert (coupon.issued_at, str(coupon.travel_on), coupon.expires_at, coupon.charged_at) == (
        japan("2023-02-23 15:00"),
        "2023-02-23",
        japan("2023-02-25 00:00"),
        japan("2023-02-23 16:00"),
    )


@pytest.mark.parametrize("kind", ["決済", " 決済 ", "payment", "Payment", "　決済"])
@pytest.mark.parametrize("number", [TARO, " 1000 0000 0001"])
def test_one_payment_in_many_writings(tmp_path, kind, number):
    on = taros_coupon()

    assert load_rows(tmp_path, "entries", f"T1,{number},{kind}, ５００ ,2023/02/24 18:00,S1,").added == 1
    assert list(Entry.objects.exclude(kind="issue").values_list("coupon", "kind", "amount_yen", "store__no")) == [
        (on.pk, "payment", -500, "S1")
    ]


@pytest.mark.parametrize(
    "phone",
    ["09012345678", "090-1234-5678", "090 1234 5678", "(090)1234-5678", "+819012345678", "０９０－１２３４－５６７８"],
)
def test_one_phone_in_many_writings(tmp_path, phone):
    load_rows(tmp_path, "members", f"M1,{phone},,")

    assert Member.objects.get().phone == "09012345678"


def test_names_stay_as_they_are_written_but_for_spaces_around(tmp_path):
    load_rows(tmp_path, "issuers", "I1,　ホテルＡＢＣ　１２　,47,")

    assert Issuer.objects.get().name == "ホテルＡＢＣ　１２"


@pytest.mark.parametrize("amount", ["5²", "5①", "五百", "5OO", "0x10", "1e3"])
@pytest.mark.parametrize("beside", ["S1", "Ｓ１"])
def test_no_other_character_becomes_a_digit_whatever_stands_beside(tmp_path, amount, beside):
    taros_coupon()

    report = load_rows(tmp_path, "entries", f"T1,{TARO},決済,{amount},2023-02-24 18:00,{beside},")

    assert places(report.refused) == [(2, "amount")]


def test_another_writing_of_what_is_on_record_is_nothing_new(tmp_path):
    load_rows(tmp_path, "issuers", "I1,宿,47,0980000000")
    before = contents()

    assert tally(load_rows(tmp_path, "issuers", " Ｉ１ ,宿 ,４７,098-000-0000")) == {"read": 1, "unchanged": 1}
    assert contents() == before
