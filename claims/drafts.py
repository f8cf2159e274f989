"""The claim being filled in: one sealed row, which only the token in the browser's cookie opens (design 4 "Draft").

What was understood of each page is a part: `trip`, `person`, `delivery`, `stay`, `account`, and `verified`.
"""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now as RealNow

from claims.models import Claim, Draft
from config import tokens
from config.sealing import seal, unseal
from coupons.models import Scheme

PURPOSE = "draft"
KEPT = timedelta(minutes=60)  # after the last POST


class Gone(Exception):
    """The draft was not used for an hour, or was filed meanwhile: there is nothing left to write to."""


def begin(*, scheme: Scheme, method: str, open_until: datetime | None = None) -> Draft:
    """A new draft, at the first POST; `open_until` is its own last instant (see Draft)."""
    return Draft.objects.create(scheme=scheme, method=method, key_id=tokens.newest_key(), open_until=open_until)


def token_of(draft: Draft) -> str:
    """What the browser keeps: opens this draft and nothing else."""
    return tokens.link_token(PURPOSE, draft.pk, draft.salt, draft.key_id)


def find(token: str | None, *, scheme: Scheme, method: str) -> Draft | None:
    """The draft that `token` opens; None for an unknown one and after an hour without use."""
    row_id = tokens.row_id_of(token) if token else None
    if row_id is None:
        return None
    draft = Draft.objects.filter(pk=row_id, scheme=scheme, method=method, used_at__gt=RealNow() - KEPT).first()
    return draft if draft and _is_ours(draft, token) else None


def _is_ours(draft: Draft, token: str) -> bool:
    try:
        return tokens.is_token_of(token, PURPOSE, draft.pk, draft.salt, draft.key_id)
    except tokens.UnknownKey:
        return False


def answers(draft: Draft) -> dict:
    """What was understood so far, part by part; empty for a new draft and for a filed one."""
    return json.loads(unseal(draft.sealed, about=_seal_name(draft.salt))) if draft.sealed else {}


def save(draft: Draft, part: str, values: dict | None) -> None:
    """Write one part (None takes it away) and begin the hour anew. Raises Gone.

    Under the row's lock: two tabs that save two parts at once both keep theirs.
    """
    with transaction.atomic():
        locked = lock(draft)
        known = answers(locked)
        if values is None:
            known.pop(part, None)
        else:
            known[part] = values
        draft.sealed = seal(json.dumps(known), about=_seal_name(draft.salt))
        Draft.objects.filter(pk=draft.pk).update(sealed=draft.sealed, used_at=RealNow())


def lock(draft: Draft) -> Draft:
    """The draft's row as it is now, locked until the transaction ends. Raises Gone for one that is filed or deleted."""
    row = Draft.objects.select_for_update(of=("self",), no_key=True).filter(pk=draft.pk, claim=None).first()
    if row is None:
        raise Gone
    return row


def again(claim: Claim) -> Draft:
    """A new draft with the details of a claim just filed, for more than 20 coupons (case 18).

    Its contact was proved for that claim. The account is asked again: its number is sealed and stays so.
    """
    draft = begin(scheme=claim.scheme, method=claim.method, open_until=claim.open_until)
    save(
        draft,
        "person",
        {"name": claim.name, "name_kana": claim.name_kana, "phone": claim.phone, "email": claim.email},
    )
    save(draft, "delivery", {"deliver_by": claim.deliver_by, "deliver_to": claim.deliver_to})
    if claim.contact_verified_at:
        save(draft, "verified", {"deliver_by": claim.deliver_by, "deliver_to": claim.deliver_to})
    stay = getattr(claim, "stay", None)
    if stay:
        save(
            draft,
            "stay",
            {
                "place": stay.place,
                "checked_in_on": stay.checked_in_on.isoformat(),
                "booked_with": stay.booked_with,
                "representative": stay.representative,
            },
        )
    return draft


def forget_old() -> int:
    """Delete drafts that nobody used for an hour. How many."""
    return Draft.objects.filter(used_at__lte=RealNow() - KEPT).delete()[0]


def _seal_name(salt: UUID) -> str:
    return f"draft {salt}"
