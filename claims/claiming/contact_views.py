"""Where the messages go, and the one-time code that proves it."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from claims import verification
from claims.claiming.visit import Visit
from claims.forms.delivery import BY, CodeForm, DeliveryForm, as_chosen, code_refused, contact_shown
from claims.normalise import phone_shown
from config.addresses import whom_to_count

SENT = "?sent"  # the code's page after a new code
BUSY = _("短い時間に何度もコードを送っています。30分後にもう一度お試しいただくか、お電話ください。")


def delivery(visit: Visit) -> HttpResponse:
    """「ご案内の送り先」. A contact that was proved already needs no other code."""
    person, before = visit.answers["person"], visit.answers.get("delivery")
    form = DeliveryForm(person, visit.judged, visit.shown(as_chosen(person, before)))
    if visit.is_posted:
        return visit.ask_again(form) if form.stops() else _deliver(visit, form, before)
    visit.tell(form)
    return visit.show(
        "claims/form/delivery.html",
        form=form,
        cards=_cards(form.known),
        must_type=not form.known,
        mail_domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2],
    )


def _deliver(visit: Visit, form: DeliveryForm, before: dict | None) -> HttpResponse:
    visit.accept("delivery", form.understood())
    if verification.is_verified(visit.draft):
        return visit.go_on()
    try:
        return visit.go("code", _send(visit, is_new=before != visit.answers["delivery"]))
    except verification.TooMany:
        return visit.ask_again(form, ("deliver_to", BUSY))


def _send(visit: Visit, *, is_new: bool) -> str:
    """A code to the contact, and what the code's page is to say of it (a query). Raises TooMany.

    Less than a minute after the last one none is sent: the same contact has it, a new one has to wait.
    """
    try:
        verification.send(draft=visit.draft, address=whom_to_count(visit.request), language=get_language())
    except verification.TooSoon as soon:
        return f"?wait={soon.seconds}" if is_new else ""
    return SENT


def _cards(known: dict[str, str]) -> list[tuple[str, object, object]]:
    """SMS and mail, what the person gave first."""
    cards = [
        (BY.SMS.value, _("携帯電話にSMSで受け取る"), phone_shown(known.get(BY.SMS, ""))),
        (BY.MAIL.value, _("メールで受け取る"), known.get(BY.MAIL, "")),
    ]
    return sorted(cards, key=lambda card: card[0] not in known)


def code(visit: Visit) -> HttpResponse:
    """「認証コードの入力」. No bank detail is asked, and nothing filed, before this."""
    if verification.is_verified(visit.draft):
        return visit.go_on()
    if visit.is_posted and "resend" in visit.request.POST:
        return _resend(visit)
    form = CodeForm(visit.judged)
    if visit.is_posted:
        return _prove(visit, form)
    visit.tell(form)
    to, wait = visit.answers["delivery"], visit.request.GET.get("wait", "")
    return visit.show(
        "claims/form/code.html",
        form=form,
        contact=contact_shown(to),
        by=to["deliver_by"],
        was_sent="sent" in visit.request.GET,
        wait=wait if wait.isdecimal() and len(wait) < 3 else "",
    )


def _resend(visit: Visit) -> HttpResponse:
    try:
        return visit.go("code", _send(visit, is_new=True))
    except verification.TooMany:
        return visit.ask_again(CodeForm(), ("code", BUSY))


def _prove(visit: Visit, form: CodeForm) -> HttpResponse:
    if form.stops():
        return visit.ask_again(form)
    try:
        verification.check(draft=visit.draft, typed=form.cleaned_data["code"])
    except verification.REFUSALS as refusal:
        return visit.ask_again(form, ("code", code_refused(refusal)))
    return visit.go_on()
