"""What the caller says, on one page: the forms of the special site, and what only the desk asks."""

from datetime import datetime

from django import forms
from django.utils.datastructures import MultiValueDict

from claims import normalise
from claims.desk_claims import NUMBER_UNKNOWN, NotCalledThen, must_have_called
from claims.forms.page import Understood
from claims.forms.person import PersonForm, StayForm
from claims.forms.trip import CouponsForm, Row
from claims.models import Claim
from config import clock
from config.dates import minute
from coupons.models import Scheme
from desk.review.account_forms import AccountForms
from desk.review.forms import Delivery
from desk.review.prefill import Known

EMPTY = MultiValueDict()


class TripForm(CouponsForm):
    """All numbers in one field, one a line; or none, when the coupon was lost (question 16)."""

    number_unknown = forms.BooleanField(label="クーポンをなくして、番号が分からない", required=False)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        prefecture = self.fields["prefecture"]
        prefecture.choices = [("", "選んでください"), *prefecture.choices]

    def _judged(self, typed: list[str]) -> list[Row]:
        if "number_unknown" in self.data and not "".join(typed).strip():
            return [Row("", NUMBER_UNKNOWN)]
        return super()._judged(typed)

    @property
    def numbers(self) -> str:
        """As they were typed, or as they are known."""
        known = self.data.getlist("inquiry_no") if self.is_bound else [row.shown for row in self.rows]
        return "\n".join(known)

    @property
    def number_faults(self) -> list:
        return [row.fault for row in self.rows if row.fault]


class DeskDelivery(Delivery):
    """Where the messages go, by letter and call too."""

    def __init__(self, method: str, *args, **more):
        super().__init__(*args, **more)
        self.method = method

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("deliver_by") == Claim.DeliverBy.CALL and self.method != Claim.Method.REFUND:
            self.add_error("deliver_by", "ポイントの受取URLは、電話では伝えられません。手紙を選んでください。")


class CallForm(forms.Form):
    """Who called, when, and for whom."""

    language = forms.ChoiceField(label="ご案内のことば", choices=Claim.Language.choices, initial="ja")
    called_at = forms.DateTimeField(
        label="お電話の日時",
        required=False,
        input_formats=["%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"],
        help_text="前に受けたお電話を、いま入力するときだけ。例：2023年4月28日 17:50",
        error_messages={"invalid": "「2023年4月28日 17:50」のように入力してください。"},
    )
    on_behalf_of = Understood(normalise.text, label="ご本人のお名前", help_text="代わりの方からのお電話のときだけ。")
    relation = Understood(normalise.text, label="ご本人との関係", help_text="例：長女、後見人")
    evidence = forms.CharField(
        label="確かめたもの",
        required=False,
        max_length=300,
        help_text="例：戸籍謄本の写し（4月10日受領）",
        error_messages={"max_length": "300文字以内で入力してください。"},
    )

    def __init__(self, scheme: Scheme, *args, **more):
        super().__init__(*args, **more)
        self.scheme = scheme

    def clean_called_at(self) -> datetime | None:
        called_at = self.cleaned_data["called_at"]
        try:
            if called_at:
                must_have_called(self.scheme, called_at, clock.now())
        except NotCalledThen:
            since = minute(self.scheme.outage_from)
            raise forms.ValidationError(f"{since}から、いままでの日時を入力してください。") from None
        return called_at

    def clean(self) -> None:
        behalf = [self.cleaned_data.get(name) for name in ("on_behalf_of", "relation", "evidence")]
        if any(behalf) and not all(behalf):
            self.add_error(
                "evidence", "代わりの方のときは、ご本人のお名前・関係・確かめたものを、すべて入力してください。"
            )


class Taking:
    """All forms of the page, judged together. `parts` is what a draft keeps."""

    def __init__(self, scheme: Scheme, method: str, typed: MultiValueDict | None = None, known: Known | None = None):
        known = known or Known()
        data = typed if typed is not None else EMPTY
        bound = typed
        self.method = method
        self.trip = TripForm(
            scheme, bound, MultiValueDict({"travel_year": [scheme.outage_from.year]} | dict(known.trip.lists()))
        )
        self.person = PersonForm(bound, initial=known.person)
        self.delivery = DeskDelivery(method, bound, initial=known.delivery)
        self.call = CallForm(scheme, bound)
        self.forms = [self.trip, self.person, self.delivery, self.call]
        if method == Claim.Method.REFUND:
            self.stay = StayForm(scheme, bound, initial={"stay_year": scheme.outage_from.year})
            self.to = AccountForms(data.get("name_kana", ""), bound)
            self.forms += [self.stay, *self.to.forms]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def has_faults(self) -> bool:
        return any(form.errors for form in self.forms)

    def doubts(self) -> list[str]:
        """What may be mistyped, to be asked on the phone. Of valid forms only."""
        return [str(words) for form in (self.person, *self.forms[6:]) for _field, words in form.doubts()]

    def parts(self) -> dict[str, dict]:
        """What a draft keeps, part by part."""
        delivery, call = self.delivery.cleaned_data, self.call.cleaned_data
        parts = {
            "trip": self.trip.understood(),
            "person": self.person.understood(),
            "delivery": {name: delivery[name] for name in ("deliver_by", "deliver_to")},
            "desk": call | {"called_at": call["called_at"].isoformat() if call["called_at"] else None},
        }
        if self.method == Claim.Method.REFUND:
            parts |= {"stay": self.stay.understood(), "account": self.to.understood()}
        return parts
