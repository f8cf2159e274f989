"""The tables of inputs_taken.py and inputs_refused.py, on the pages: what is taken; refused, kept, corrected."""

import pytest

from tests.claiming.inputs import Refused, Taken, called
from tests.claiming.inputs_refused import REFUSED
from tests.claiming.inputs_taken import TAKEN
from tests.claiming.walking import GOOD, ORDER, Walker


def at_step(request, step: str) -> Walker:
    method = "points" if step in ORDER["points"] else "refund"
    return request.getfixturevalue(method).arrive(step)


def test_the_table_is_long_enough():
    assert (len(TAKEN) >= 80, len(REFUSED) >= 60) == (True, True)


@pytest.mark.parametrize("case", TAKEN, ids=called)
def test_it_is_taken_and_kept_as_it_was_meant(request, case: Taken):
    walker = at_step(request, case.step).post(case.step, **case.fields)
    assert (walker.summary, walker.doubts, walker.at != case.step) == ([], [], True)
    assert walker.answers[case.part][case.key] == case.stored


@pytest.mark.parametrize("case", REFUSED, ids=called)
def test_it_is_refused_in_the_same_words_twice_and_one_correction_passes(request, case: Refused):
    walker = at_step(request, case.step).post(case.step, **case.fields)
    assert (walker.status, walker.at, walker.title.startswith("エラー：")) == (200, case.step, True)
    assert (walker.summary, walker.at_fields) == ([(case.leads_to, case.words)], [case.words])
    assert f'id="{case.leads_to}"' in walker.page
    assert kept(walker, case) == typed(case)
    assert walker.good(case.step).at != case.step


def typed(case: Refused) -> dict[str, list[str]]:
    """What was typed, without choices that there are not: a browser cannot make them."""
    choices = {"prefecture", "deliver_by", "account_type", "bank_code", "branch_code", "agree"}
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in case.fields.items()
        if name != case.field or name not in choices
    }


def kept(walker: Walker, case: Refused) -> dict[str, list[str]]:
    return {name: walker.fields.getlist(name) for name in typed(case)}


def test_a_list_pasted_far_too_long_is_refused_and_not_kept_whole(points):
    points.good("coupons", inquiry_no=["\n".join(f"{n:012}" for n in range(1, 150))])
    assert [words for _, words in points.summary] == [
        "1回に申請できるのは20枚までです（いま149枚）。残りは、この申請のあとに続けて申請できます。"
    ]


def test_two_faults_are_told_in_the_order_of_the_fields(points):
    points.good("coupons", prefecture="", travel_day="", inquiry_no=["1"])
    assert [to for to, _ in points.summary] == ["id_prefecture", "id_travel_day", "id_inquiry_no_1"]
    assert points.main.startswith("前のページに戻る 入力内容をご確認ください（3か所）")


def test_a_landline_and_no_mail_must_name_a_destination(points):
    points.good("coupons").good("you", phone="03-1234-5678").post("delivery", deliver_by="sms", deliver_to="")
    assert points.summary == [("id_deliver_to", "ご案内を受け取る携帯電話の番号を入力してください。")]
    assert GOOD["delivery"]["deliver_to"] == ""


def test_what_the_person_gave_is_offered_first(points):
    points.good("coupons").good("you", phone="03-1234-5678", email="hanako@example.jp")
    assert points.page.index('value="mail"') < points.page.index('value="sms"')
    assert "hanako@example.jp" in points.main
