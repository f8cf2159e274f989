"""Duties on claims: thin, so that worker, `duties` and rehearsal all do the same."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.db.models.functions import Now as RealNow

from claims import drafts, incident_payees, limits, matching, verification
from trail import duties


@shared_task(name="claims.match_claims")
def match_claims() -> int:
    """Look up what was claimed (design 5 "Matching"), and file what an incident gave back and nobody would get."""
    return duties.run("match_claims", lambda: incident_payees.file_missing() + matching.match_claims())


@shared_task(name="claims.forget")
def forget() -> int:
    """Delete drafts, codes, attempts and sessions whose time is over."""
    return duties.run("forget", _forget)


def _forget() -> int:
    sessions, _ = Session.objects.filter(expire_date__lt=RealNow()).delete()
    return drafts.forget_old() + verification.forget_old() + limits.forget_old() + sessions
