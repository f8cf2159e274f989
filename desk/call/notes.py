"""The note that ends every call: how it ended is required, what was said is not."""

from uuid import uuid4

from django import forms

from claims.models import CallNote, Claim
from config import clock
from config.sealing import fingerprint
from coupons.models import Coupon, Member, Scheme
from trail.record import record

LONGEST = 1000


class NoteForm(forms.Form):
    """「用件」 and 「メモ」; the nonce makes a double click one note."""

    disposition = forms.ChoiceField(
        label="用件",
        choices=[("", "選んでください"), *CallNote.Disposition.choices],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "用件を選んでください。"),
    )
    text = forms.CharField(
        label="メモ",
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"メモは、{LONGEST}文字以内で入力してください。"},
    )
    nonce = forms.UUIDField(error_messages=dict.fromkeys(("required", "invalid"), "画面を開きなおしてください。"))

    @classmethod
    def empty(cls) -> "NoteForm":
        return cls(initial={"nonce": uuid4()})


def save(
    form: NoteForm, *, scheme: Scheme, clerk: str, about: Coupon | Claim | Member | None = None, phone: str = ""
) -> CallNote:
    """The note of a valid form: `about` a row, or about nothing found, with the `phone` that was searched for."""
    values = form.cleaned_data
    field = {Coupon: "coupon", Claim: "claim", Member: "member"}.get(type(about))
    note, is_new = CallNote.objects.get_or_create(
        form_nonce=values["nonce"],
        defaults={
            "scheme": scheme,
            "clerk": clerk,
            "disposition": values["disposition"],
            "text": values["text"],
            "at": clock.now(),
            "phone_mark": mark(phone) if phone else None,
            **({field: about} if field else {}),
        },
    )
    if is_new:
        record("call noted", who=clerk, about=about or "desk", note=note.pk, disposition=note.disposition)
    return note


def save_own_call(claim: Claim, *, clerk: str, text: str) -> CallNote:
    """The note of a call that we made about a claim: what was to be told, was told."""
    note = CallNote.objects.create(
        form_nonce=uuid4(),
        scheme=claim.scheme,
        claim=claim,
        clerk=clerk,
        disposition=CallNote.Disposition.INFORMED,
        text=text[:LONGEST],
        at=clock.now(),
    )
    record("call noted", who=clerk, about=claim, note=note.pk, disposition=note.disposition)
    return note


def earlier(phone: str) -> list[CallNote]:
    """Calls from a number about which nothing was found."""
    return list(CallNote.objects.filter(phone_mark=mark(phone)).order_by("pk"))


def mark(phone: str) -> bytes:
    """By which a number is known again."""
    return fingerprint(phone, purpose="call")
