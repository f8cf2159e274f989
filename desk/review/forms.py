"""What a reviewer types: plain forms, their words in Japanese, nothing judged that the domain judges."""

from collections.abc import Iterable

from django import forms

from claims import normalise, reviewing
from claims.doubts import Doubt
from claims.forms.page import Understood
from claims.models import Claim
from claims.normalise.plain import tidy

WORDS_HINT = "申請者への文面にそのまま載ります。番号が記録にあるかどうか、ほかの申請があるかどうかは書きません。"
BECAUSE_HINT = "記録に残ります。お名前や連絡先は書きません。"


def text(label: str, hint: str = "", longest: int = 300, **more) -> forms.CharField:
    """A text of several lines that may not be empty."""
    messages = {"required": f"「{label}」を入力してください。", "max_length": f"{longest}文字以内で入力してください。"}
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, help_text=hint, max_length=longest, widget=area, error_messages=messages, **more
    )


def number(typed: str) -> str:
    """One inquiry number, however it is grouped."""
    return next(iter(normalise.inquiry_numbers(typed)), "")


class Seen(forms.Form):
    """Every form of a case says which version of it was seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class AcceptForm(Seen):
    """Accept: for the coupon as stated, or for one that was found; what speaks against it is ticked by name.

    Only the `doubts` there are can be ticked; of a coupon that was typed they are known once it was typed.
    """

    inquiry_no = Understood(
        number,
        label="見つけたクーポンのお問合せ番号",
        help_text="申請された番号のクーポンでよいときは、空のままにします。この番号は申請者に伝わりません。",
    )
    overriding = forms.MultipleChoiceField(
        label="それでも認めること",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "気をつけることが変わりました。もう一度お確かめください。"},
    )
    because = text("認める理由と確かめたこと", BECAUSE_HINT)

    def __init__(self, *args, doubts: Iterable[Doubt] = (), **more):
        super().__init__(*args, **more)
        self.fields["overriding"].choices = [(doubt.value, doubt.label) for doubt in doubts]
        if not doubts:
            del self.fields["overriding"]


class DeclineForm(Seen):
    reason = forms.ChoiceField(
        label="断る理由",
        choices=[("", "選んでください"), *[(reason.value, reason.label) for reason in reviewing.TO_DECLINE]],
        error_messages={"required": "断る理由を選んでください。"},
    )
    words = text("申請者に伝えることば", WORDS_HINT)


class AskForm(Seen):
    words = text("申請者に尋ねること", WORDS_HINT)


class SecondWinsForm(Seen):
    because = text("こちらの申請を認める理由と確かめたこと", BECAUSE_HINT)
    words_to_first = text("先の申請者に伝えることば", WORDS_HINT)


class GrantForm(Seen):
    inquiry_no = AcceptForm.base_fields["inquiry_no"]
    amount_yen = forms.IntegerField(
        label="補償する額（円）",
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"), "補償する額を、1円以上の数字で入力してください。"
        ),
    )
    evidence = text("根拠（確かめたもの）", BECAUSE_HINT, longest=500)


class HoldForm(forms.Form):
    """Why a payout is held, or let go."""

    reason = text("理由", BECAUSE_HINT, longest=200)


class AnswerForm(forms.Form):
    answer = text("差し戻す理由", BECAUSE_HINT)


READ = {
    Claim.DeliverBy.MAIL: normalise.email,
    Claim.DeliverBy.SMS: normalise.mobile,
    Claim.DeliverBy.LETTER: tidy,
    Claim.DeliverBy.CALL: normalise.phone,
}
WHERE_TO = {
    Claim.DeliverBy.MAIL: "メールアドレスを入力してください。",
    Claim.DeliverBy.SMS: "携帯電話の番号を入力してください。",
    Claim.DeliverBy.LETTER: "郵便番号とご住所を入力してください。",
    Claim.DeliverBy.CALL: "電話番号を入力してください。",
}


class Delivery(forms.Form):
    """By what and to where: by letter and call too."""

    deliver_by = forms.ChoiceField(
        label="ご案内の送り方",
        choices=[("", "選んでください"), *Claim.DeliverBy.choices],
        error_messages={"required": "ご案内の送り方を選んでください。"},
        help_text="電話は、銀行振込のときだけ選べます（ポイントの受取URLは読み上げません）。",
    )
    deliver_to = forms.CharField(
        label="送り先",
        strip=False,
        help_text="手紙のときは、郵便番号・ご住所・宛名です。",
        error_messages={"required": "送り先を入力してください。"},
    )

    def clean(self) -> None:
        by, typed = self.cleaned_data.get("deliver_by"), self.cleaned_data.get("deliver_to", "")
        if not by:
            return
        if self.errors.pop("deliver_to", None):  # empty: said in the words of the way that was chosen
            self.add_error("deliver_to", WHERE_TO[Claim.DeliverBy(by)])
            return
        try:
            if not tidy(typed):
                self.add_error("deliver_to", WHERE_TO[Claim.DeliverBy(by)])
            else:
                self.cleaned_data["deliver_to"] = READ[Claim.DeliverBy(by)](typed)
        except normalise.NotUnderstood as fault:
            self.add_error("deliver_to", str(fault.words))


class DestinationForm(Seen, Delivery):
    reason = text("変更の理由と、本人と確かめた方法", BECAUSE_HINT)
