"""「振込口座のご入力」: a claimant who was asked for another account gives it, by the pages of the claim form.

The address from the message holds the token and asks the check; the right answer opens a session bound to that request,
and from then on the addresses are /a/bank/ and so on.
"""

from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from claims import drafts
from claims.claiming import bank_views
from claims.claiming.steps import IS_ANSWERED, TITLES, Progress
from claims.claiming.visit import Visit
from claims.forms.page import PageForm
from claims.models import BankAccount, Claim
from claims.views.private import private
from config import clock
from payouts import account_answers, account_requests
from payouts.forms import CheckForm, DigitsForm, TravelForm
from payouts.models import AccountRequest
from payouts.views import View, in_language_asked_for

BOUND, DRAFT, GIVEN = "account_request", "account_draft", "account_given"  # the session's
IDLE_SECONDS = 60 * 60
STEPS = ("bank", "branch", "account", "review")
PAGES = {"bank": bank_views.bank, "branch": bank_views.branch, "account": bank_views.account}


@dataclass
class AccountVisit(Visit):
    """A visit to the pages of the claim form that ask for an account, at addresses of their own."""

    asked: AccountRequest | None = None

    def go(self, step: str, query: str = "") -> HttpResponse:
        return redirect(reverse("payouts:account_step", args=[step]) + query)

    def go_on(self) -> HttpResponse:
        return self.go(first_missing(self.answers))

    def show(self, template: str, **more) -> HttpResponse:
        place = STEPS.index(self.step)
        context = {
            "scheme": self.scheme,
            "method": self.method,
            "at": self.at,
            "title": TITLES.get(self.step),
            "progress": Progress(
                [_("ご本人の確認"), _("振込口座"), _("内容の確認")], 3 if self.step == "review" else 2
            ),
            "back": reverse("payouts:account_step", args=[STEPS[place - 1]]) if place else "",
            "asked": self.asked,
            **more,
        }
        return render(self.request, template, context)


def first_missing(answers: dict) -> str:
    return next((step for step in STEPS[:-1] if not IS_ANSWERED[step](answers)), "review")


@private
@in_language_asked_for
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, token: str) -> HttpResponse:
    """「ご本人の確認」. To open it changes nothing and tells nothing."""
    asked = account_requests.find(token)
    if asked is None:
        return _dead_end(request, token)
    form = _check_form(asked, request.POST if request.method == "POST" else None)
    if not asked.locked_at and form.is_valid():
        if account_requests.check(asked=asked, answer=form.answer()):
            return _let_in(request, asked)
        asked.refresh_from_db(fields=["tries", "locked_at"])
        form.wrong_answer(account_requests.TRIES - asked.tries)
    template = "account/locked.html" if asked.locked_at else "account/check.html"
    context = {"scheme": asked.claim.scheme, "form": form, "tries": account_requests.TRIES}
    return render(request, template, context)


def _check_form(asked: AccountRequest, typed: dict | None) -> CheckForm:
    if account_requests.asks_for_digits(asked):
        return DigitsForm(typed)
    scheme = asked.claim.scheme
    return TravelForm(typed, initial={"travel_year": scheme.outage_from.year})


def _dead_end(request: HttpRequest, token: str) -> HttpResponse:
    given = account_requests.was_answered(token)
    if given:
        context = {"scheme": given.claim.scheme, "claim": given.claim, "stands": given.stands}
        return render(request, "account/done.html", context)
    return render(request, "receive/unknown.html", status=404)


def _let_in(request: HttpRequest, asked: AccountRequest) -> HttpResponse:
    """A session of another number than before, and a draft that knows what the pages offer first."""
    draft = drafts.begin(scheme=asked.claim.scheme, method=Claim.Method.REFUND)
    drafts.save(draft, "trip", {"prefecture": asked.claim.prefecture})
    drafts.save(draft, "person", {"name_kana": asked.claim.name_kana})
    request.session.cycle_key()
    request.session[BOUND], request.session[DRAFT] = [asked.pk, str(asked.salt)], drafts.token_of(draft)
    request.session.set_expiry(IDLE_SECONDS)
    return redirect("payouts:account_step", "bank")


def bound(view: View) -> View:
    """Only for a session that a right answer opened, while its link serves; the view is given the visit."""

    @private
    @wraps(view)
    def answer(request: HttpRequest, step: str) -> HttpResponse:
        asked = _opened_by(request)
        scheme = asked and asked.claim.scheme
        method = Claim.Method.REFUND
        draft = drafts.find(request.session.get(DRAFT), scheme=scheme, method=method) if asked else None
        if draft is None:
            return render(request, "account/over.html", status=403)
        request.session.modified = True
        visit = AccountVisit(request, scheme, method, step, clock.now(), draft, asked)
        try:
            return view(visit)
        except drafts.Gone:
            return render(request, "account/over.html", status=403)

    return answer


def _opened_by(request: HttpRequest) -> AccountRequest | None:
    """What the session was opened for, while its own link serves: not when another was sent, or this one is locked."""
    request_id, salt = request.session.get(BOUND, (None, ""))
    asked = account_requests.get(request_id) if request_id else None
    return asked if asked and asked.locked_at is None and str(asked.salt) == salt else None


@require_http_methods(["GET", "HEAD", "POST"])
@bound
def page(visit: AccountVisit) -> HttpResponse:
    """Bank, branch, account, and the review, each when the ones before are answered."""
    if STEPS.index(visit.step) > STEPS.index(first_missing(visit.answers)):
        return visit.go_on()
    return _review(visit) if visit.step == "review" else PAGES[visit.step](visit)


def _review(visit: AccountVisit) -> HttpResponse:
    """What will be written; what another tab has changed meanwhile is shown first."""
    account = visit.answers["account"]
    was_changed = visit.is_posted and visit.request.POST.get("shown") != visit.digest()
    if visit.is_posted and not was_changed:
        return _give(visit, account)
    kind = BankAccount.Type(account["account_type"]).label
    return visit.show(
        "account/review.html",
        form=PageForm(),
        title=_("振込口座の確認"),
        account=account,
        kind=kind,
        shown=visit.digest(),
        was_changed=was_changed,
    )


def _give(visit: AccountVisit, account: dict) -> HttpResponse:
    try:
        account_answers.by_link(asked=visit.asked, account=account)
    except account_answers.LinkOver:
        return render(visit.request, "account/over.html", status=403)
    except account_requests.AlreadyAnswered:
        pass  # a double click, or another tab: it is given
    visit.draft.delete()
    for name in (BOUND, DRAFT):
        visit.request.session.pop(name, None)
    visit.request.session[GIVEN] = visit.asked.claim_id
    return redirect("payouts:account_done")


@private
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """「振込口座を受け付けました」"""
    claim = Claim.objects.select_related("scheme").filter(pk=request.session.get(GIVEN)).first()
    if claim is None:
        return render(request, "account/over.html", status=403)
    return render(request, "account/done.html", {"scheme": claim.scheme, "claim": claim})
