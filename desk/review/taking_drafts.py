"""The claims on the phone that a clerk has begun in this session, each under its own address.

Two callers in two tabs are two drafts: what a tab does, it does with the one that it has read back.
"""

from django.http import HttpRequest

from claims import drafts
from claims.models import Draft
from desk.call.views import the_scheme

IN_SESSION = "desk_claims"
MOST = 10


def keep(request: HttpRequest, draft: Draft) -> None:
    """From now on this clerk's browser may go on with it; the oldest of many is forgotten."""
    begun = request.session.get(IN_SESSION, {}) | {str(draft.pk): [drafts.token_of(draft), draft.method]}
    request.session[IN_SESSION] = dict(list(begun.items())[-MOST:])


def find(request: HttpRequest, pk: int) -> Draft | None:
    """The draft, filed or not; None for a stranger's, and after an hour without use."""
    token, method = request.session.get(IN_SESSION, {}).get(str(pk), (None, ""))
    scheme = the_scheme()
    return drafts.find(token, scheme=scheme, method=method) if scheme else None


def forget(request: HttpRequest, pk: int) -> None:
    """It was typed anew: nobody files what was wrong from an older tab."""
    begun = request.session.get(IN_SESSION, {})
    request.session[IN_SESSION] = {key: kept for key, kept in begun.items() if key != str(pk)}
