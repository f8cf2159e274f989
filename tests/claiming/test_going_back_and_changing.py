"""Back, change, add, remove, reload: nothing is typed twice, and nothing is lost."""

import re

import pytest

from tests.claiming.walking import GOOD, ORDER

TWO = ["123456789012", "123456789013"]


def change_links(page: str) -> list[str]:
    return re.findall(r'<a class="go" href="/regionpay-2023/claim/\w+/(\w+)/">変更する', page)


@pytest.mark.parametrize("step", ["coupons", "you", "delivery"])
def test_a_page_opened_again_shows_what_was_typed(points, step):
    points.until("review").open(step)
    shown = {name: values for name, values in points.fields.lists() if name in GOOD[step]}
    wanted = {name: value if isinstance(value, list) else [value] for name, value in GOOD[step].items()}
    assert {name: [value.replace(" ", "") for value in values] for name, values in shown.items()} == {
        name: [value.replace(" ", "") for value in values] for name, values in wanted.items()
    }


@pytest.mark.parametrize("step", ["coupons", "you", "delivery"])
def test_a_change_leads_back_to_the_review(points, step):
    points.until("review").open(step)
    assert points.post(step, **{name: points.fields.getlist(name) for name in GOOD[step]}).at == "review"


def test_the_review_can_change_every_group(points, refund):
    assert change_links(points.until("review").page) == ["coupons", "you", "delivery"]
    assert change_links(refund.until("review").page) == ["coupons", "you", "stay", "delivery", "bank", "account"]


def test_a_changed_name_is_on_the_review_and_everything_else_as_before(points):
    points.until("review")
    before = points.answers
    points.good("you", name="沖縄 次郎")
    assert ("沖縄 次郎" in points.main, points.answers) == (
        True,
        before | {"person": before["person"] | {"name": "沖縄 次郎"}},
    )


def test_back_leads_from_each_page_to_the_one_before(refund):
    refund.until("review")
    steps = [step for step in ORDER["refund"] if step != "code"]
    found = [re.search(r'class="go back" href="[^"]*/(\w+)/"', refund.open(step).page)[1] for step in steps]
    assert found == ["refund", "coupons", "you", "stay", "code", "bank", "branch", "account"]


def test_a_coupon_is_added_and_nothing_typed_is_lost(points):
    typed = GOOD["coupons"] | {"inquiry_no": ["12"], "travel_day": "x"}
    points.post("coupons", add="1", **typed)
    assert (points.status, points.summary, points.at_fields) == (200, [], [])
    assert (points.fields.getlist("inquiry_no"), points.fields["travel_day"]) == (["12", ""], "x")


def test_the_new_field_has_the_focus(points):
    points.post("coupons", add="1", **GOOD["coupons"])
    assert re.findall(r'id="(\w+)"[^>]* autofocus', points.page) == ["id_inquiry_no_2"]


def test_a_coupon_is_removed_by_its_number(points):
    points.post("coupons", remove="2", **GOOD["coupons"] | {"inquiry_no": ["1", "2", "3"]})
    assert points.fields.getlist("inquiry_no") == ["1", "3"]


@pytest.mark.parametrize("which", ["0", "4", "x", "-1", "９"])
def test_a_removal_of_nothing_removes_nothing(points, which):
    points.post("coupons", remove=which, **GOOD["coupons"] | {"inquiry_no": ["1", "2", "3"]})
    assert points.fields.getlist("inquiry_no") == ["1", "2", "3"]


def test_a_single_coupon_cannot_be_removed(points):
    assert 'name="remove"' not in points.open("coupons").page


def test_a_page_with_an_added_field_can_be_reloaded(points):
    points.post("coupons", add="1", **GOOD["coupons"])
    again = points.client.get(points.response.request["PATH_INFO"], {"row": "2"})
    assert again.content.decode().count('name="inquiry_no"') == 2


def test_the_twentieth_coupon_is_the_last(points):
    points.post("coupons", add="1", **GOOD["coupons"] | {"inquiry_no": ["1"] * 20})
    assert (len(points.fields.getlist("inquiry_no")), 'name="add"' in points.page) == (20, False)
    assert "1回に申請できるのは20枚までです。" in points.main


def test_twenty_coupons_are_taken(points):
    numbers = [f"{n:012}" for n in range(1, 21)]
    points.good("coupons", inquiry_no=numbers)
    assert (points.at, points.answers["trip"]["inquiry_nos"]) == ("you", numbers)


def test_empty_fields_are_left_out(points):
    points.good("coupons", inquiry_no=["", TWO[0], "　", TWO[1]])
    assert points.answers["trip"]["inquiry_nos"] == TWO


def test_several_numbers_pasted_into_one_field_become_rows(points):
    points.good("coupons", inquiry_no=["123456789012\n１２３４ ５６７８ ９０１３\n番号：1234-5678-901"])
    assert points.fields.getlist("inquiry_no") == ["1234 5678 9012", "1234 5678 9013", "1234 5678 901"]
    assert points.summary == [("id_inquiry_no_3", "3枚目のお問合せ番号は11桁です。12桁の数字を入力してください。")]


def test_a_faulty_page_can_be_reloaded_and_gone_back_to(points):
    """The faults are shown on a page that was opened, not posted: browsers go back to it without asking anything."""
    points.good("coupons", prefecture="")
    assert (points.response.request["REQUEST_METHOD"], points.at) == ("GET", "coupons")
    points.good("coupons").open("coupons")
    assert (points.summary, points.fields["prefecture"]) == ([], "47")


def test_the_language_can_be_changed_on_the_way(points):
    points.until("review")
    points.language = "/en"
    assert points.open("review").at == "review"
