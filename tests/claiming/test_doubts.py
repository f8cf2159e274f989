"""What is probably mistyped is asked once, and never stops anybody twice."""

import pytest

from tests.claiming.walking import Walker

TYPO = "「gmail.con」は「gmail.com」のまちがいではありませんか。"
OTHER_HOLDER = "お名前のフリガナと口座名義が違います。ご本人名義の口座でまちがいありませんか。"
MAIL = {"email": "hanako@gmail.con"}


def doubted(points: Walker) -> Walker:
    return points.good("coupons").good("you", **MAIL)


def test_a_doubt_is_told_with_everything_typed_kept(points):
    doubted(points)
    assert (points.at, points.doubts, points.summary) == ("you", [TYPO], [])
    assert (points.fields["email"], points.fields["name"]) == ("hanako@gmail.con", "沖縄 花子")
    assert points.title.startswith("お客様情報（2/5）")


def test_with_the_box_ticked_it_passes(points):
    assert doubted(points).good("you", go_on="1", **MAIL).at == "delivery"
    assert points.answers["person"]["email"] == "hanako@gmail.con"


def test_pressing_the_button_a_second_time_passes_too(points):
    doubted(points)
    assert points.good("you", doubted=points.fields["doubted"], **MAIL).at == "delivery"


def test_corrected_it_passes(points):
    assert doubted(points).good("you", email="hanako@gmail.com").at == "delivery"


def test_another_doubt_is_told_again(points):
    doubted(points)
    points.good("you", doubted=points.fields["doubted"], email="hanako@docomo.ne.jo")
    assert points.doubts == ["「docomo.ne.jo」は「docomo.ne.jp」のまちがいではありませんか。"]


def test_a_mail_that_was_let_pass_is_not_doubted_where_it_is_chosen(points):
    doubted(points).good("you", go_on="1", **MAIL)
    assert points.post("delivery", deliver_by="mail", deliver_to="").at == "code"


def test_a_mail_typed_as_destination_is_doubted(points):
    points.until("delivery").post("delivery", deliver_by="mail", deliver_to="hanako@gmail.con")
    assert (points.at, points.doubts) == ("delivery", [TYPO])


def test_faults_come_before_doubts(points):
    points.good("coupons").good("you", name="", **MAIL)
    assert (points.doubts, [words for _, words in points.summary]) == ([], ["お名前を入力してください。"])


def test_another_holder_is_asked_once(refund):
    refund.until("account").good("account", holder_kana="リュウキュウ タロウ")
    assert (refund.at, refund.doubts) == ("account", [OTHER_HOLDER])
    assert refund.good("account", holder_kana="リュウキュウ タロウ", go_on="1").at == "review"


@pytest.mark.parametrize("holder", ["オキナワ ハナコ", "おきなわはなこ", "ﾊﾅｺ ｵｷﾅﾜ"])
def test_the_claimants_own_account_is_not_doubted(refund, holder):
    assert refund.until("account").good("account", holder_kana=holder).at == "review"


def test_a_check_digit_that_disagrees_is_asked_once(refund):
    yucho = {"yucho_symbol": "14080", "yucho_number": "12345671"}
    refund.until("bank").good("bank", bank_code="9900").post("branch", **yucho)
    assert (refund.at, refund.doubts) == (
        "branch",
        ["記号と番号の組み合わせが合わないようです。通帳ともう一度見くらべてください。"],
    )
    assert refund.post("branch", go_on="1", **yucho).at == "account"
