"""What a clerk and a reviewer type about an incident: plain forms, tidied as people type."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

from django import forms

from claims import incident_reopening, normalise
from claims.forms.page import Understood
from claims.incident_asking_again import Reason
from claims.incident_intake import Report
from claims.models import Claim, Incident
from claims.normalise import NotUnderstood
from config.clock import JAPAN
from coupons.models import Coupon, Scheme, Store
from coupons.prefectures import PREFECTURES
from desk.review.forms import BECAUSE_HINT, READ, WHERE_TO, text

OTHER_STORE, NOT_LISTED = "other", "none"
BY_CALL_BACK = ("", "折り返しの電話番号へ（携帯電話はSMS、ほかはお電話）")
DESTINATIONS = [BY_CALL_BACK, *[choice for choice in Claim.DeliverBy.choices if choice[0] != Claim.DeliverBy.CALL]]
MOST_YEN = 7  # digits


def yen(typed: str) -> str:
    """「１，０００円」 as 1000."""
    plain = re.sub(r"[,円¥\s]", "", unicodedata.normalize("NFKC", typed))
    if not re.fullmatch(f"[0-9]{{1,{MOST_YEN}}}", plain, re.ASCII):
        raise NotUnderstood("金額を、数字で入力してください。")
    return plain


def number(typed: str) -> str:
    """One inquiry number, however it is grouped; whether it exists nobody asks here."""
    return next(iter(normalise.inquiry_numbers(typed)), "")[:40]


def expiry(typed: str, year: int) -> str:
    """「2/24」 and 「2023-02-24」 as an ISO date, of `year` where none is said."""
    plain = unicodedata.normalize("NFKC", typed)
    try:
        parts = [int(part) for part in re.findall("[0-9]+", plain)[:3]]
        return date(*parts).isoformat() if len(parts) == 3 else date(year, *parts).isoformat()
    except (TypeError, ValueError, OverflowError):
        raise NotUnderstood("有効期限を「2/24」のように入力してください。") from None


class Contact(forms.Form):
    """How the caller is reached, and where what is owed later may go (question 8)."""

    name = Understood(
        lambda typed: normalise.text(typed, "お名前"), label="お名前", missing="お名前を入力してください。"
    )
    name_kana = Understood(normalise.kana, label="フリガナ")
    phone = Understood(normalise.phone, label="折り返しの電話番号", missing="折り返しの電話番号を入力してください。")
    deliver_by = forms.ChoiceField(label="ご案内の送り方", choices=DESTINATIONS, required=False)
    deliver_to = forms.CharField(
        label="送り先", required=False, strip=False, help_text="メールアドレスなどを選んだときだけ。"
    )

    def clean(self) -> None:
        by, typed = self.cleaned_data.get("deliver_by"), self.cleaned_data.get("deliver_to", "").strip()
        if not by:
            self.cleaned_data["deliver_to"] = ""
            return
        try:
            if not typed:
                self.add_error("deliver_to", WHERE_TO[Claim.DeliverBy(by)])
            else:
                self.cleaned_data["deliver_to"] = READ[Claim.DeliverBy(by)](typed)
        except NotUnderstood as fault:
            self.add_error("deliver_to", str(fault.words))


class IntakeForm(Contact):
    """The four facts (notice 2.B1), what happened, and how to call back. Of a known coupon the records fill three in.

    `stores`: the shops where the coupon paid on the days in question. `found`: shops with the name as typed.
    """

    field_order = ["kind", "inquiry_no", "expires_on", "prefecture", "at_store", "store_name", "store_pick"]

    kind = forms.ChoiceField(
        label="種類",
        choices=Incident.Kind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "種類を選んでください。"),
    )
    inquiry_no = Understood(number, label="お問合せ番号", help_text="分からないときは、空のままにします。")
    expires_on = Understood(str, label="有効期限", help_text="例：2/24")
    prefecture = forms.ChoiceField(
        label="旅行先の都道府県",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "旅行先の都道府県を選んでください。"),
    )
    facts_agree = forms.BooleanField(label="お客様の申告と、この記録が一致", required=False)
    at_store = forms.ChoiceField(label="利用店舗", widget=forms.RadioSelect, required=False)
    store_name = Understood(
        lambda typed: normalise.text(typed, "店舗名"), label="店舗名", help_text="店舗名の一部か、店舗の電話番号。"
    )
    store_pick = forms.ChoiceField(label="どの店舗ですか", widget=forms.RadioSelect, required=False)
    paid_around = Understood(
        normalise.around, label="支払った時刻（頃）", help_text="例：18時ごろ、夕方。店舗に見せる票に載ります。"
    )
    stated_yen = Understood(yen, label="金額（円）", help_text="現金で払った額、または1回の額。")
    story = forms.CharField(
        label="お申し出の内容",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "1000文字以内で入力してください。"},
    )
    language = forms.ChoiceField(label="ご案内のことば", choices=Claim.Language.choices, initial="ja", required=False)
    tell = forms.BooleanField(label="受付番号を、いまお送りする", required=False, initial=True)
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, scheme: Scheme, coupon: Coupon | None, stores: Collection[Store], *args, **more):
        super().__init__(*args, **more)
        self.scheme, self.coupon, self.found = scheme, coupon, []
        self.fields["expires_on"].read = partial(expiry, year=scheme.outage_from.year)
        listed = [("", "選んでください")] + [(code, PREFECTURES[code]) for code in scheme.prefectures]
        self.fields["prefecture"].choices = listed
        if coupon:
            for name in ("inquiry_no", "expires_on", "prefecture"):
                del self.fields[name]
        else:
            del self.fields["facts_agree"]
        if stores:
            chosen = [(str(store.pk), store.name) for store in stores]
            self.fields["at_store"].choices = [*chosen, (OTHER_STORE, "ほかの店舗")]
        else:
            del self.fields["at_store"]
        self.fields["store_pick"].choices = [(NOT_LISTED, "この中にない")]
        if self.is_bound:
            self._offer_found()
        else:
            self.fields["kind"].widget.attrs["autofocus"] = True

    def _offer_found(self) -> None:
        """Shops with the name as typed, to choose from where there are several."""
        typed = self.data.get("store_name", "").strip()
        if not typed or self.data.get("at_store", OTHER_STORE) not in ("", OTHER_STORE):
            return
        prefecture = self.coupon.prefecture if self.coupon else self.data.get("prefecture", "")
        self.found = find_stores(self.scheme, prefecture, typed)
        self.fields["store_pick"].choices = [
            *[(str(store.pk), f"{store.name}（{store.phone or store.no}）") for store in self.found],
            (NOT_LISTED, "この中にない"),
        ]

    def clean(self) -> None:
        super().clean()
        known = self.cleaned_data
        if known.get("kind") == Incident.Kind.OTHER:
            if not known.get("story", "").strip():
                self.add_error("story", "お申し出の内容を入力してください。")
            return
        if not self.store and not known.get("store_name") and "store_name" not in self.errors:
            self.add_error("store_name", "利用店舗を選ぶか、店舗名を入力してください。")
        if len(self.found) > 1 and not known.get("store_pick"):
            self.add_error("store_pick", "店舗を選んでください。")

    @property
    def store(self) -> Store | None:
        """The shop of the records, as far as it was chosen or there is only one of that name."""
        known = self.cleaned_data
        chosen = known.get("at_store", "")
        if chosen.isdecimal():
            return Store.objects.get(pk=chosen, scheme=self.scheme)
        picked = known.get("store_pick", "")
        if picked.isdecimal():
            return next(store for store in self.found if store.pk == int(picked))
        return self.found[0] if len(self.found) == 1 and not picked else None

    def report(self) -> Report:
        """Of a valid form."""
        known, coupon, store = self.cleaned_data, self.coupon, self.store
        stated = (
            {
                "stated_no": coupon.inquiry_no,
                "stated_expires_on": _last_day(coupon),
                "prefecture": coupon.prefecture,
                "facts_agree": known["facts_agree"],
            }
            if coupon
            else {
                "stated_no": known["inquiry_no"],
                "stated_expires_on": date.fromisoformat(known["expires_on"]) if known["expires_on"] else None,
                "prefecture": known["prefecture"],
            }
        )
        return Report(
            **stated,
            stated_store=known["store_name"] or (store.name if store else ""),
            stated_yen=int(known["stated_yen"]) if known["stated_yen"] else None,
            language=known["language"] or "ja",
            **{name: known[name] for name in ("kind", "paid_around", "story", "name", "name_kana", "phone")},
            deliver_by=known["deliver_by"],
            deliver_to=known["deliver_to"],
        )


def _last_day(coupon: Coupon) -> date:
    """The day that is printed on it."""
    return (coupon.expires_at - timedelta(minutes=1)).astimezone(JAPAN).date()


def find_stores(scheme: Scheme, prefecture: str, typed: str) -> list[Store]:
    """Up to nine shops of the prefecture by phone number or a part of the name."""
    stores = Store.objects.filter(scheme=scheme, prefecture=prefecture).order_by("name", "pk")
    digits = re.sub("[^0-9]", "", unicodedata.normalize("NFKC", typed))
    if len(digits) in (10, 11):
        return list(stores.filter(phone=digits)[:9])
    return list(stores.filter(name__icontains=unicodedata.normalize("NFKC", typed))[:9])


class Seen(forms.Form):
    """Every form of a case says which version of it was seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class DecideForm(Seen):
    """Which payments, how much of each, and why; `pay` holds ids, `yen_<id>` the amounts."""

    reason = text("理由と根拠", BECAUSE_HINT, longest=500)

    def choices(self) -> dict[int, int]:
        """What was ticked, of a bound form. Raises NotUnderstood for an amount that is none."""
        ids = [pk for pk in self.data.getlist("pay") if pk.isdecimal() and len(pk) < 18]
        return {int(pk): int(yen(self.data.get(f"yen_{pk}", ""))) for pk in ids}


DECLINED_FOR = [
    ("", "選んでください"),
    ("differs", "店舗の記録と合わない"),
    ("not_outage", "障害の時間のことではない"),
    ("cancelled", "店舗がすでに取り消している"),
    ("other", "そのほか"),
]


class DeclineForm(Seen):
    reason = forms.ChoiceField(
        label="対象外の理由", choices=DECLINED_FOR, error_messages={"required": "理由を選んでください。"}
    )
    words = text("お客様に伝えることば", "お客様への文面にそのまま載ります。", longest=500)


class AnswerForm(Seen):
    words = text("お客様への回答", "お客様への文面にそのまま載ります。", longest=500)
    tell = forms.BooleanField(label="この回答を、お客様にお送りする（お電話で伝えたときは選びません）", required=False)


class UndoForm(Seen):
    why = text("取り消す理由", BECAUSE_HINT)


class AgainForm(Seen):
    reason = forms.ChoiceField(
        label="もう一度確認するわけ",
        choices=[("", "選んでください"), *Reason.choices],
        error_messages={"required": "わけを選んでください。"},
    )
    why = text("もう一度確認する理由", BECAUSE_HINT)


class ReopenForm(Seen):
    reason = forms.ChoiceField(
        label="もう一度決めるわけ",
        choices=[("", "選んでください"), *incident_reopening.Reason.choices],
        error_messages={"required": "わけを選んでください。"},
    )


class ContactForm(Contact, Seen):
    """How the caller is reached, put right."""


class AttachForm(Seen):
    inquiry_no = Understood(
        number,
        label="見つけたクーポンのお問合せ番号",
        missing="お問合せ番号を入力してください。",
        help_text="この番号は、お客様に読み上げません。",
    )


class SendBackForm(forms.Form):
    answer = text("差し戻す（取り下げる）理由", BECAUSE_HINT)
