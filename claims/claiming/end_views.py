"""The review, the filing, and the page that says it was done."""

from django.http import HttpResponse
from django.utils.translation import get_language

from claims import drafts, filing, limits
from claims.claiming import groups, steps
from claims.claiming.visit import Visit
from claims.forms.delivery import contact_shown
from claims.forms.review import ReviewForm
from claims.forms.trip import same_trip
from claims.views.refusals import too_many
from notifications.templatetags.wording import grouped


def review(visit: Visit) -> HttpResponse:
    """「申請内容の確認」: what was understood, and 「この内容で申請する」."""
    form, shown = ReviewForm(visit.judged), visit.digest()
    if visit.is_posted:
        if visit.request.POST.get("shown", shown) != shown:
            return visit.go(steps.REVIEW, "?changed=1")
        return visit.ask_again(form) if form.stops() else _file(visit)
    was_changed = "changed" in visit.request.GET
    listed = groups.groups(visit)
    return visit.show("claims/form/review.html", form=form, groups=listed, shown=shown, was_changed=was_changed)


def _file(visit: Visit) -> HttpResponse:
    """A double click, a reload, a second tab: the draft becomes one claim, and every answer leads to its page."""
    try:
        filing.file(draft=visit.draft, language=get_language())
    except filing.Incomplete:
        return visit.go_on()  # changed in another tab at this moment
    except limits.TooMany:
        wait = int(filing.PER_CONTACT.window.total_seconds())
        return too_many(visit.request, wait_seconds=wait, scheme=visit.scheme, at=visit.at)
    return visit.go(steps.DONE)


def done(visit: Visit) -> HttpResponse:
    """「申請を受け付けました」: the same for every number, known or not."""
    claim = visit.draft.claim
    if claim is None:
        return visit.go_on()
    if visit.is_posted and "again" in visit.request.POST:
        visit.draft = drafts.again(claim)
        visit.keep(same_trip(claim.prefecture, claim.travel_on), step="coupons", refusal=None)
        return visit.go_on()
    return visit.show(
        "claims/form/done.html",
        claim=claim,
        contact=contact_shown({"deliver_by": claim.deliver_by, "deliver_to": claim.deliver_to}),
        numbers=[grouped(line.stated_no) for line in claim.lines.order_by("pk")],
    )
