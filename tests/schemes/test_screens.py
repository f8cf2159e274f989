"""The screen of a scheme: every value with its clause, a change from the question to its version, and no other way."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from config import clock
from coupons.models import Scheme, SchemeChange
from desk.scheme import groups
from desk.scheme.forms import form_for
from payouts.changing.wanted import setting_of
from payouts.models import BrandSetting
from tests.makers import japan, regionpay
from tests.schemes.addresses import asked
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db
SHOW = reverse("scheme", args=["regionpay-2023"])


@pytest.fixture(autouse=True)
def _in_april():
    clock.move_to(japan("2023-04-05 12:00"))


@pytest.fixture
def taro() -> Client:
    return client_of(staff("taro", "operator"))


@pytest.fixture
def approver() -> Client:
    return client_of(staff("shonin", "approver"))


def typed(key: str, **new) -> dict:
    """The form of a group as it stands, and what is typed over it."""
    group = groups.group(key)
    form = form_for(group, setting_of(regionpay(), group.brand) if group.brand else regionpay())
    values = {}
    for name in group.names:
        value = form[name].value()
        if value not in (None, "", False):
            values[name] = (
                value if isinstance(value, (list, str, int)) else form.fields[name].widget.format_value(value)
            )
    return values | new


def address(key: str) -> str:
    return reverse("scheme_change", args=["regionpay-2023", key])


def text(answer) -> str:
    return unescape(answer.content.decode())


def test_every_value_of_a_scheme_stands_in_one_group_with_a_clause():
    shown = [name for group in groups.OF_THE_SCHEME for name in group.names]
    fixed = {"id", "slug", "stopped_at", "stopped_reason"}
    assert sorted(shown) == sorted({field.name for field in Scheme._meta.fields} - fixed)
    settings = {field.name for field in BrandSetting._meta.fields} - {"id", "scheme", "brand"}
    assert {name for name, _clause in groups.SETTINGS} == settings
    assert all(clause for group in groups.GROUPS for _name, clause in group.rows)


def test_the_screen_says_them_in_words(taro):
    page = text(taro.get(SHOW))
    for words in (
        "2023年4月30日（日）23:59まで",
        "2023年2月24日（金）17:00から",
        "お知らせ 2.A2（特設サイト）",
        "25,000円",
        "茨城県、栃木県",
        "はじめの版のままです。",
        "3,000円まで",
    ):
        assert words in page


@pytest.mark.parametrize("group", groups.GROUPS, ids=lambda group: group.key)
def test_a_form_that_is_sent_as_it_came_changes_nothing(taro, group):
    answer = taro.post(address(group.key), typed(group.key))
    assert (answer.status_code, "どの値も、いまと同じです。" in text(answer)) == (409, True)


def test_from_the_question_to_the_version(taro, approver):
    new = typed("dates", receive_until="2023-06-14T23:59")
    looked = taro.post(address("dates"), new)
    assert "2023年5月31日（水）23:59まで" in text(looked)
    assert "2023年6月14日（水）23:59まで" in text(looked)
    assert "もう起きたことへの影響は、見つかりませんでした。" in text(looked)
    new |= {"ask": "1", "seen": looked.context["seen"]}
    assert "「変更の理由」を入力してください。" in text(taro.post(address("dates"), new))
    sent = taro.post(address("dates"), new | {"reason": "第三報"}, follow=True)
    assert "あなたが頼んだ変更です。" in text(sent)
    [one] = SchemeChange.objects.all()
    where = reverse("scheme_asked", args=[one.pk])
    seen = approver.get(where).context["seen"]
    done = approver.post(reverse("scheme_confirm", args=[one.pk]), {"seen": seen}, follow=True)
    assert "確認しました。制度の内容が変わりました。" in text(done)
    assert regionpay().receive_until == japan("2023-06-15 00:00")
    page = text(taro.get(SHOW))
    assert "受取の締切：2023年5月31日（水）23:59まで → <strong>2023年6月14日（水）23:59まで</strong>" in page
    assert "頼んだ人 taro、確認した人 shonin" in page


WRONG = {
    "a date that is none": ("dates", {"claims_until": "x"}, "「申請の締切」を入力してください。"),
    "dates out of order": ("dates", {"claims_until": "2023-07-01T23:59"}, "日付の順番が合いません。"),
    "no prefecture": ("scope", {"prefectures": []}, "「対象の都道府県」を入力してください。"),
    "a form that cannot be read": ("scope", {"inquiry_no_pattern": "^[0-9$"}, "この形は読めません。"),
    "a form of a part": ("scope", {"inquiry_no_pattern": "[0-9]{12}"}, "「^」で始まり「$」で終わる形"),
    "no days": ("dates", {"receive_days_min": "0"}, "「受取に必ず残す日数（1以上）」を入力してください。"),
    "limits the wrong way round": ("edy", {"min_yen": "30000"}, "最低額は1円以上、最高額は最低額以上にしてください。"),
    "one language": ("edy", {"how_ja": "開きます。"}, "使い方は、日本語と英語の両方を入力してください。"),
    "a past end of personal data": ("dates", {"keep_personal_data_until": "2023-04-01T23:59"}, "順番が合いません"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_said_where_it_was_typed(taro, case):
    key, new, words = WRONG[case]
    answer = taro.post(address(key), typed(key, **new))
    assert words in text(answer)
    assert "エラー：" in text(answer)
    assert "2人目に確認を頼む" not in text(answer)


def test_what_would_break_something_cannot_be_asked_for(taro):
    new = typed("edy")
    del new["is_offered"]
    BrandSetting.objects.exclude(brand="edy").update(is_offered=False)
    looked = taro.post(address("edy"), new)
    assert "選べる種類がなくなります。" in text(looked)
    assert "2人目に確認を頼む" not in text(looked)
    direct = taro.post(address("edy"), new | {"ask": "1", "seen": looked.context["seen"], "reason": "x"})
    assert (direct.status_code, SchemeChange.objects.count()) == (409, 0)


def test_another_tab_s_values_are_shown_before_they_are_asked_for(taro):
    looked = taro.post(address("help-desk"), typed("help-desk", help_desk_phone="0120-1"))
    new = typed("help-desk", help_desk_phone="0120-2") | {"ask": "1", "seen": looked.context["seen"], "reason": "x"}
    answer = taro.post(address("help-desk"), new)
    assert "値か影響が、調べたときと変わりました。" in text(answer)
    assert SchemeChange.objects.count() == 0


def test_refused_withdrawn_and_stale(taro, approver):
    refused, own, stale = asked(), asked(staff("jiro", "operator")), asked(help_desk_phone="0120-9")
    no = approver.post(reverse("scheme_refuse", args=[refused.pk]), {"answer": ""})
    assert "「差し戻す理由」を入力してください。" in text(no)
    back = approver.post(reverse("scheme_refuse", args=[refused.pk]), {"answer": "第三報を待つ"}, follow=True)
    assert "第三報を待つ" in text(back)
    assert taro.post(reverse("scheme_withdraw", args=[own.pk])).status_code == 404
    jiro = client_of(own.made_by)
    assert "取り下げました。" in text(jiro.post(reverse("scheme_withdraw", args=[own.pk]), follow=True))
    Scheme.objects.filter(slug="regionpay-2023").update(sender="x")
    assert "無効（その後に制度が変わった）" in text(taro.get(SHOW))
    where = reverse("scheme_confirm", args=[stale.pk])
    assert "この依頼は確認できません。" in text(approver.get(reverse("scheme_asked", args=[stale.pk])))
    assert "この依頼は無効になりました。" in text(approver.post(where, {"seen": ""}, follow=True))
    assert approver.post(where, {"seen": ""}).status_code == 409


def test_no_other_screen_changes_it(taro):
    for model, row in (("coupons/scheme", regionpay()), ("payouts/brandsetting", BrandSetting.objects.first())):
        page = f"/admin/{model}/{row.pk}/change/"
        assert (taro.get(page).status_code, taro.post(page, {"name": "x"}).status_code) == (200, 403)
        assert taro.get(f"/admin/{model}/add/").status_code == 403
