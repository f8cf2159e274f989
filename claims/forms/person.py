"""Who asks, and where they stayed (notice 2.A2-site, 2.R). No address: nothing is sent by letter that needs one."""

from datetime import date, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims import normalise
from claims.forms.page import DAY, MONTH, YEAR, DateForm, PageForm, Understood, Words, date_field
from claims.templatetags.dates import day as written
from config.clock import JAPAN
from coupons.models import Scheme


def called(label: Words):
    """A text of at most 60 characters that is called `label` when it is longer."""
    return lambda typed: normalise.text(typed, label)


class PersonForm(PageForm):
    """Name, its reading, a phone for questions, and a mail address if there is one."""

    name = Understood(
        called(_("お名前")), label=_("お名前"), missing=_("お名前を入力してください。"), help_text=_("例：沖縄 花子")
    )
    name_kana = Understood(
        normalise.kana,
        label=_("フリガナ"),
        missing=_("フリガナを入力してください。"),
        help_text=_("例：オキナワ ハナコ（ひらがなでも入力できます）"),
    )
    phone = Understood(
        normalise.phone,
        label=_("電話番号"),
        missing=_("電話番号を入力してください。"),
        help_text=_("日中につながる番号を入力してください。「－」は、あってもなくてもかまいません。"),
    )
    email = Understood(
        normalise.email,
        label=_("メールアドレス"),
        help_text=_("お持ちの方は入力してください。ご案内をメールで受け取ることもできます。"),
    )

    def doubts(self) -> list[tuple[str, Words]]:
        doubt = normalise.email_doubt(self.cleaned_data["email"]) if self.cleaned_data["email"] else None
        return [(self["email"].auto_id, doubt)] if doubt else []

    def understood(self) -> dict:
        """The part `person` of the draft."""
        return {name: self.cleaned_data[name] for name in ("name", "name_kana", "phone", "email")}


class StayForm(DateForm):
    """Where they stayed; after a trip of one day the travel agency's name stands for it."""

    stay_name = Understood(
        called(_("宿泊施設名")),
        label=_("宿泊施設名（日帰りの方は旅行会社名）"),
        missing=_("宿泊施設名を入力してください。"),
        help_text=_("例：なはホテル"),
    )
    stay_year, stay_month, stay_day = date_field(YEAR), date_field(MONTH), date_field(DAY)
    booked_with = Understood(
        called(_("予約した会社")),
        label=_("予約した会社"),
        help_text=_("旅行会社や予約サイトの名前です。宿泊施設に直接予約した方は、入力しなくてかまいません。"),
    )
    representative = Understood(
        called(_("代表者のお名前")),
        label=_("代表者のお名前"),
        help_text=_("ほかの方のお名前で予約したときに入力してください。"),
    )
    date_prefix, date_called = "stay", _("泊まった日")

    def __init__(self, scheme: Scheme, *args, **more):
        super().__init__(*args, **more)
        self.scheme = scheme

    def clean(self) -> None:
        day = self.clean_date()
        last = self.scheme.outage_from.astimezone(JAPAN).date()
        if day and day > last:
            self.refuse_date(format_lazy(_("泊まった日は{day}以前の日付を入力してください。"), day=written(last)))
        if day and day < last - timedelta(days=366):
            self.refuse_date(format_lazy(_("泊まった日の「{unit}」をお確かめください。"), unit=_("年")))
        self.cleaned_data["checked_in_on"] = day

    def understood(self) -> dict:
        """The part `stay` of the draft."""
        known: dict[str, str | date] = self.cleaned_data
        return {
            "place": known["stay_name"],
            "checked_in_on": known["checked_in_on"].isoformat(),
            "booked_with": known["booked_with"],
            "representative": known["representative"],
        }
