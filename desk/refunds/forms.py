"""What operators type for bank refunds: plain forms, their words in Japanese, nothing judged that the domain judges."""

import unicodedata

from django import forms

from claims.normalise.plain import tidy
from config.clock import JAPAN
from coupons.models import Scheme
from coupons.prefectures import PREFECTURES
from desk.review.forms import text
from payouts.models import Consignor, RefundLine, TransferOutcome
from payouts.zengin import half_width

NUMBER = "数字で入力してください。"


def plain_digits(typed: str) -> str:
    """Full-width digits and commas are read as people write them: 「3,912,400円」."""
    return unicodedata.normalize("NFKC", typed).replace(",", "").replace("円", "").replace("件", "").strip()


class Figure(forms.CharField):
    """A number that somebody types on purpose."""

    def __init__(self, label: str, **more):
        errors = {"required": f"「{label}」を入力してください。"}
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, error_messages=errors, widget=widget, max_length=20, **more)

    def clean(self, value: str) -> int:
        plain = plain_digits(super().clean(value))
        if not (plain.isascii() and plain.isdecimal()):
            raise forms.ValidationError(f"「{self.label}」は、{NUMBER}")
        return int(plain)


class MakeForm(forms.Form):
    """What goes into a batch, and when it is transferred."""

    transfer_on = forms.DateField(
        label="振込指定日",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), "振込指定日を入力してください。"),
    )
    cut_off = forms.DateTimeField(
        label="この日時までに用意された返金",
        required=False,
        help_text="空のときは、いままでのすべてです。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "日時を入力してください。"},
    )
    prefecture = forms.ChoiceField(label="都道府県", required=False)

    def __init__(self, scheme: Scheme, *args, **more):
        super().__init__(*args, **more)
        codes = sorted(scheme.prefectures)
        self.fields["prefecture"].choices = [("", "すべて"), *[(code, PREFECTURES[code]) for code in codes]]

    def clean_cut_off(self):
        cut_off = self.cleaned_data["cut_off"]
        return cut_off.replace(tzinfo=JAPAN) if cut_off and cut_off.tzinfo is None else cut_off


class ReasonForm(forms.Form):
    reason = text("理由", "記録に残ります。お名前や連絡先は書きません。", longest=150)


class BriefForm(forms.Form):
    reason = text("理由", "記録に残ります。口座番号は書きません。", longest=150)


class HowForm(forms.Form):
    """How an account was given, for the second person."""

    reason = text(
        "知らされた方法と、本人と確かめた方法",
        "例：9月1日のお手紙（受付の控えと同じ署名）。口座番号は書きません。",
        longest=300,
    )


class AgainForm(forms.Form):
    """Who takes a file that somebody has taken before."""

    not_sent_yet = forms.BooleanField(
        label="銀行にまだ出していないことを、前に取り出した人に確かめました",
        error_messages={"required": "銀行にまだ出していないことを確かめて、印をつけてください。"},
    )
    reason = text("もう一度取り出す理由", "記録に残ります。お名前や連絡先は書きません。", longest=150)


class LeaveOutForm(forms.Form):
    """What becomes of the chosen lines."""

    WAYS = (
        ("exclude", "今回は除外する（次のデータに入ります）"),
        ("hold", "保留する（だれかが外すまで、どのデータにも入りません）"),
        ("ask", "申請者に、口座の修正をURLで頼む（理由は申請者に伝わります）"),
    )
    way = forms.ChoiceField(
        label="すること",
        choices=[("", "選んでください"), *WAYS],
        error_messages={"required": "すること（除外・保留・修正依頼）を選んでください。"},
    )
    reason = text("理由", "修正を頼むときは、この文がそのまま申請者に伝わります。", longest=150)


class ApproveForm(forms.Form):
    """Typed, not clicked: what leaves."""

    typed_count = Figure("件数")
    typed_yen = Figure("合計の金額（円）")
    seen = forms.CharField(widget=forms.HiddenInput)


class OutcomeForm(forms.Form):
    """What the bank said of one line."""

    outcome = forms.ChoiceField(
        label="振込の結果",
        choices=[("", "選んでください"), *RefundLine.Outcome.choices],
        error_messages={"required": "振込の結果を選んでください。"},
    )
    reason_code = forms.ChoiceField(
        label="理由コード", required=False, choices=[("", "なし"), *TransferOutcome.ReasonCode.choices]
    )
    reason = text(
        "理由", "組戻し・振込不能のときは、コードか理由が要ります。申請者にも伝わります。", longest=150, required=False
    )


class ResultsForm(forms.Form):
    file = forms.FileField(
        label="振込結果のファイル",
        help_text="CSVか .xlsx。各データの画面から取り出せるひな形に、結果を書いてください。",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages=dict.fromkeys(("required", "missing", "empty"), "ファイルを選んでください。"),
    )


class PayerForm(forms.ModelForm):
    """Who pays. Names as the bank has them, in half-width kana, which a full-width one is made into."""

    NAMES = ("name", "bank_name", "branch_name")

    class Meta:
        model = Consignor
        fields = (
            "code",
            "name",
            "bank_code",
            "bank_name",
            "branch_code",
            "branch_name",
            "account_type",
            "account_no",
            "line_end",
            "most_lines",
            "days_before",
            "hand_in_until",
        )

    def clean(self) -> dict:
        known = super().clean()
        for name in ("code", "bank_code", "branch_code", "account_no"):
            known[name] = unicodedata.normalize("NFKC", known.get(name, "")).strip()
        for name in self.NAMES:
            known[name] = half_width(tidy(known.get(name, "")))
        return known
