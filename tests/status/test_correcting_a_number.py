"""「番号をご確認ください」: what was typed wrong is corrected, matched anew, and nobody learns what numbers there are."""

import pytest

from claims import corrections, matching
from claims.models import Claim
from payouts.status.taking_back import take_back
from tests.makers import japan
from tests.matching.people import covered, outcome
from tests.races.guards import Background
from tests.status.people import LATER, STATUS, UNKNOWN_NO, claim, faults, in_the_app, let_in, matched, said, see
from trail.models import AuditEvent

CORRECT = f"{STATUS}claim/correct/"
OTHER_NO = "888888888888"


def post(client, of: Claim, *numbers: str, **more):
    lines = [str(line.pk) for line in corrections.correctable(of)]
    trip = {"prefecture": "47", "travel_year": "2023", "travel_month": "2", "travel_day": "23"}
    return client.post(CORRECT, {"line": lines, "inquiry_no": list(numbers), **trip, **more})


def save(client, of: Claim, *numbers: str, **more):
    return post(client, of, *numbers, save="1", **more)


def match() -> None:
    matching.match_claims(japan(LATER))


@pytest.mark.django_db
def test_a_slip_is_corrected_and_the_coupon_accepted(client):
    right = covered()
    made = matched(UNKNOWN_NO)
    let_in(client, made)
    assert save(client, made, right.inquiry_no)["Location"] == f"{STATUS}claim/?corrected"
    assert "番号を直しました。" in said(client.get(f"{STATUS}claim/?corrected"))
    match()
    assert outcome(made) == [("accepted", "", right.pk)]


@pytest.mark.django_db
def test_what_was_understood_is_shown_before_it_is_saved(client):
    made = matched(UNKNOWN_NO)
    let_in(client, made)
    page = said(post(client, made, "お問合せ番号：８８８８-8888 8888"))
    assert page.startswith("直した内容の確認 まだ直っていません。")
    assert "9999 9999 99998888 8888 8888" in page
    assert outcome(made) == [("review", "number", None)]


@pytest.mark.django_db
def test_the_old_number_is_in_the_trail(client):
    made = matched(UNKNOWN_NO)
    let_in(client, made)
    save(client, made, OTHER_NO)
    line = made.lines.get()
    assert (line.stated_no, line.state, line.corrections, line.decided_by) == (OTHER_NO, "filed", 1, "")
    (event,) = AuditEvent.objects.filter(about=f"claims.claimline/{line.pk}")
    assert (event.action, event.detail) == ("number corrected", {"was": UNKNOWN_NO})


@pytest.mark.django_db
def test_a_number_that_exists_elsewhere_reads_like_one_that_does_not(client):
    """The corrected numbers: one that nobody has, one of another prefecture."""
    pages = []
    for number in (OTHER_NO, covered().inquiry_no):
        made = matched(UNKNOWN_NO, prefecture="13")
        let_in(client, made)
        save(client, made, number, prefecture="13")
        before = see(client, made)
        match()
        shown = " ".join(number[start : start + 4] for start in (0, 4, 8))
        pages.append([page.replace(shown, "N").replace(made.receipt_no, "R") for page in (before, see(client, made))])
    assert pages[0] == pages[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("12345678901", "1枚目のお問合せ番号は11桁です。12桁の数字を入力してください。"),
        ("12345678901x", "1枚目のお問合せ番号に、数字以外の文字が入っています。"),
        ("", "1枚目のお問合せ番号を入力してください。"),
        ("123456789012\n123456789013", "1枚目には、番号を1つだけ入力してください。"),
    ],
)
def test_what_cannot_be_a_number_is_told_at_its_field(client, typed, fault):
    made = matched(UNKNOWN_NO)
    let_in(client, made)
    answer = post(client, made, typed)
    assert faults(answer) == [fault]
    assert said(answer).startswith(f"入力内容をご確認ください（1か所） {fault}")


@pytest.mark.django_db
def test_the_same_number_twice_is_told(client):
    made = matched(UNKNOWN_NO, "7" * 12, known := covered())
    let_in(client, made)
    assert faults(post(client, made, OTHER_NO, OTHER_NO)) == ["1枚目と2枚目のお問合せ番号が同じです。"]
    assert faults(post(client, made, UNKNOWN_NO, known.inquiry_no)) == [
        "2枚目の番号は、この申請のほかのクーポンと同じです。"
    ]


@pytest.mark.django_db
def test_without_a_change_nothing_is_done(client):
    made = matched(UNKNOWN_NO)
    let_in(client, made)
    assert "変わったところがありません。" in said(save(client, made, UNKNOWN_NO))
    assert outcome(made) == [("review", "number", None)]
    with pytest.raises(corrections.NothingChanged):
        corrections.correct(claim_id=made.pk, numbers={})


@pytest.mark.django_db
def test_three_times_and_then_a_person_looks(client):
    made = matched(UNKNOWN_NO)
    let_in(client, made)
    for digit in "345":
        save(client, made, digit * 12)
        match()
    assert "事務局が、記録を調べています。" in see(client, made)
    assert client.get(CORRECT)["Location"] == f"{STATUS}claim/"
    assert made.lines.get().stated_no == "5" * 12


@pytest.mark.django_db
def test_without_the_limit_a_fourth_number_is_tried(monkeypatch):
    """The guard, taken away."""
    made = matched(UNKNOWN_NO)
    for digit in "3456":
        try:
            corrections.correct(claim_id=made.pk, numbers={made.lines.get().pk: digit * 12})
        except corrections.NothingToCorrect:
            monkeypatch.setattr(corrections, "CORRECTIONS_MAX", 4)
            corrections.correct(claim_id=made.pk, numbers={made.lines.get().pk: digit * 12})
        match()
    assert made.lines.get().corrections == 4


@pytest.mark.django_db
def test_the_trip_may_be_what_was_wrong_and_is_corrected_once(client):
    right = covered()
    made = matched(right, prefecture="13")
    let_in(client, made)
    assert "ご旅行先と旅行日は、1回だけ直せます。" in said(client.get(CORRECT))
    save(client, made, right.inquiry_no, prefecture="46")
    match()
    assert outcome(made) == [("review", "number", None)]
    assert "ご旅行先と旅行日" not in said(client.get(CORRECT))
    assert "変わったところがありません。" in said(save(client, made, right.inquiry_no, prefecture="47"))
    made.refresh_from_db()
    assert made.prefecture == "46"


@pytest.mark.django_db
def test_a_corrected_trip_has_all_its_coupons_matched_again(client):
    coupons = [covered(), covered()]
    made = matched(*coupons, prefecture="13")
    let_in(client, made)
    save(client, made, *[one.inquiry_no for one in coupons])
    match()
    assert [state for state, _, _ in outcome(made)] == ["accepted", "accepted"]
    (event,) = AuditEvent.objects.filter(about=f"claims.claim/{made.pk}", action="trip corrected")
    assert event.detail == {"prefecture": "13", "travel_on": "2023-02-23"}


@pytest.mark.django_db
@pytest.mark.parametrize("other", [covered, in_the_app])
def test_where_a_coupon_was_found_the_trip_is_right(client, other):
    made = matched(other(), UNKNOWN_NO)
    let_in(client, made)
    assert "ご旅行先と旅行日" not in said(client.get(CORRECT))
    save(client, made, OTHER_NO, prefecture="13")
    made.refresh_from_db()
    assert made.prefecture == "47"


@pytest.mark.django_db
def test_after_the_last_day_for_claims_a_claim_in_time_is_still_corrected(client):
    right = covered()
    made = matched(UNKNOWN_NO, filed="2023-04-30 23:00", at="2023-05-02 12:00")
    let_in(client, made)
    assert save(client, made, right.inquiry_no).status_code == 302
    match()
    assert outcome(made) == [("accepted", "", right.pk)]


@pytest.mark.django_db
def test_what_is_not_asked_for_is_not_corrected(client):
    accepted, withdrawn = matched(covered()), matched(UNKNOWN_NO)
    take_back(claim_id=withdrawn.pk)
    for made in (accepted, withdrawn, claim(covered())):
        let_in(client, made)
        assert client.get(CORRECT)["Location"] == f"{STATUS}claim/"
        with pytest.raises(corrections.NothingToCorrect):
            corrections.correct(claim_id=made.pk, numbers={made.lines.get().pk: OTHER_NO})


@pytest.mark.django_db
def test_fields_for_lines_that_were_decided_meanwhile_change_nothing(client):
    made = matched(UNKNOWN_NO, "7" * 12)
    let_in(client, made)
    lines = [str(line.pk) for line in made.lines.order_by("pk")]
    made.lines.filter(stated_no=UNKNOWN_NO).update(reason="staff")
    answer = client.post(CORRECT, {"line": lines, "inquiry_no": [OTHER_NO, "6" * 12], "save": "1"})
    assert answer["Location"] == f"{STATUS}claim/"
    assert set(made.lines.values_list("stated_no", flat=True)) == {UNKNOWN_NO, "7" * 12}


def test_two_tabs_at_once_correct_once(own_database):
    made = matched(UNKNOWN_NO)
    line = made.lines.get().pk
    runs = [
        Background(lambda digit=digit: corrections.correct(claim_id=made.pk, numbers={line: digit * 12}))
        for digit in "345"
    ]
    errors = [type(run.join().error) for run in runs]
    assert sorted(error.__name__ for error in errors) == ["NoneType", "NothingToCorrect", "NothingToCorrect"]
    assert made.lines.get().corrections == 1
