"""One request to one page of a claim form: the scheme, the draft behind the browser's cookie, and the ways on."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from claims import drafts
from claims.claiming import steps
from claims.deadlines import claims_until
from claims.forms.page import PageForm, Words
from claims.models import Draft
from coupons.models import Scheme

LONGEST_KEPT, MOST_KEPT = 2001, 64  # characters, fields of a name: what is longer is refused all the same


@dataclass
class Visit:
    """What a page's view is given. `draft` is None until something is saved."""

    request: HttpRequest
    scheme: Scheme
    method: str
    step: str
    at: datetime
    draft: Draft | None

    @property
    def answers(self) -> dict:
        """What was understood so far, part by part."""
        return drafts.answers(self.draft) if self.draft else {}

    @property
    def own_until(self) -> datetime | None:
        """The first instant too late for this claim alone, if it was begun on the page of a receiving URL."""
        return self.draft.open_until if self.draft else None

    @property
    def is_posted(self) -> bool:
        return self.request.method == "POST"

    @property
    def judged(self) -> MultiValueDict | None:
        """What the form is to judge: what was posted, or what is asked for again with its faults."""
        if self.is_posted:
            return self.request.POST
        return self.kept if "check" in self.request.GET else None

    @property
    def kept(self) -> MultiValueDict | None:
        """What was typed on this page and not accepted so far."""
        known = self.answers.get(self._typed)
        return None if known is None else MultiValueDict(known["fields"])

    def shown(self, known: dict) -> dict:
        """The fields' values when the page is opened: as typed, or else as understood before."""
        return known if self.kept is None else {name: self.kept.get(name) for name in self.kept}

    @property
    def _typed(self) -> str:
        return f"typed_{self.step}"

    def save(self, part: str, values: dict | None) -> None:
        """Keep a part; the first one makes the draft. Raises drafts.Gone."""
        if self.draft is None:
            self.draft = drafts.begin(scheme=self.scheme, method=self.method)
        drafts.save(self.draft, part, values)

    def accept(self, part: str, values: dict) -> None:
        """The page is answered."""
        self.save(part, values)
        if self.kept is not None:
            self.save(self._typed, None)

    def answer(self, form: PageForm, part: str, **query) -> HttpResponse:
        """What was posted: asked again (at the page with `query`) if the form stops it, else kept as `part`."""
        if form.stops():
            return self.ask_again(form, **query)
        self.accept(part, form.understood())
        return self.go_on()

    def keep(self, fields: dict[str, list[str]], step: str | None = None, **more) -> None:
        """Keep what was typed, to show it again as it was; of endless texts only the beginning."""
        short = {name: [value[:LONGEST_KEPT] for value in values[:MOST_KEPT]] for name, values in fields.items()}
        self.save(f"typed_{step}" if step else self._typed, {"fields": short, **more})

    def ask_again(self, form: PageForm, refusal: tuple[str, Words] | None = None, **query) -> HttpResponse:
        """Open the page anew with its faults: a page that came by POST could not be gone back to.

        `refusal` is what is wrong with a field although it is well typed.
        """
        typed = {name: self.request.POST.getlist(name) for name in form.fields}
        self.keep(typed, refusal=[refusal[0], str(refusal[1])] if refusal else None)
        return self.go(self.step, f"?{urlencode({**query, 'check': 1})}")

    def tell(self, form: PageForm) -> None:
        """Say again why what was typed was refused."""
        refusal = self.answers[self._typed]["refusal"] if form.is_bound else None
        if refusal:
            form.errors.clear()
            form.refuse(*refusal)

    def go(self, step: str, query: str = "") -> HttpResponse:
        return redirect(address(self.scheme, self.method, step) + query)

    def go_on(self) -> HttpResponse:
        """To the first page that is not answered: also back to the review, where one came from there."""
        return self.go(steps.first_missing(self.method, self.answers))

    def show(self, template: str, **more) -> HttpResponse:
        back = steps.before(self.method, self.step)
        until = claims_until(self.scheme, self.method, self.own_until)
        return render(
            self.request,
            template,
            {
                "scheme": self.scheme,
                "method": self.method,
                "at": self.at,
                "until": until,
                "is_last_day": until - self.at <= timedelta(days=1),
                "title": steps.TITLES[self.step],
                "progress": steps.progress(self.method, self.step),
                "back": address(self.scheme, self.method, back) if back else start(self.scheme, self.method),
                **more,
            },
        )

    def digest(self) -> str:
        """Of all that was understood: the review files what it showed, not what another tab changed meanwhile."""
        understood = {part: values for part, values in self.answers.items() if not part.startswith("typed_")}
        return hashlib.sha256(json.dumps(understood, sort_keys=True).encode()).hexdigest()[:16]


def start(scheme: Scheme, method: str) -> str:
    """The address of 「申請の前に」."""
    return reverse(f"claims:{method}", args=[scheme.slug])


def address(scheme: Scheme, method: str, step: str) -> str:
    """The address of a page."""
    return reverse("claims:claim_step", args=[scheme.slug, method, step])


def cookie_name(scheme: Scheme, method: str) -> str:
    """One for each form, so that a claim for points and one for a refund in two tabs leave each other alone."""
    return f"{settings.COOKIE_PREFIX}draft-{method}-{scheme.slug}"


def keep_cookie(response: HttpResponse, visit: Visit) -> None:
    """Hand the browser the token of the visit's draft, until it is closed; the draft itself ends by its own hour."""
    name = cookie_name(visit.scheme, visit.method)
    token = drafts.token_of(visit.draft)
    if visit.request.COOKIES.get(name) != token:
        response.set_cookie(name, token, httponly=True, samesite="Lax", secure=not settings.REHEARSAL)
