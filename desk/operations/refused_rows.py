"""「直す行の表」: what could not be taken of a file that was handed in, given back at once to who handed it in.

Nothing of it is kept: the table travels in the page that tells of the faults, sealed for that person alone, because
files hold codes and names. Fetching it is on the trail.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from pathlib import PurePath

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from config.sealing import SealBroken, seal, unseal
from coupons.loading.report import Finding
from coupons.sheets import refused
from coupons.sheets.opening import Limits
from coupons.sheets.reading import ORDINARY, Heading
from trail.needs import needs
from trail.record import record

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 1_300_000  # bytes: sealed and in letters it still goes through a form


def offer(
    request: HttpRequest,
    *,
    name: str,
    data: bytes,
    faults: Sequence[Finding],
    headings: Sequence[Heading],
    capability: str,
    limits: Limits = ORDINARY,
    is_whole: bool = False,
) -> dict[str, str | bool]:
    """For the page that tells of the faults, as `refused_rows`: the table, sealed for the viewer. Empty if too large.

    `capability`: what handing in such a file takes, and so fetching this. `is_whole`: nothing of the file was taken.
    """
    table = refused.as_xlsx(data, faults, headings, limits, is_whole=is_whole)
    if not faults or len(table) > LARGEST:
        return {}
    kept = {"name": f"{PurePath(name).stem[:100]}.直す行.xlsx", "needs": capability, "xlsx": b64encode(table).decode()}
    sealed = seal(json.dumps(kept), about=_seal_name(request.user))
    return {"sealed": b64encode(sealed).decode(), "is_whole": is_whole}


@needs("desk.enter")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """The table, for whom it was sealed, as long as they may hand such files in."""
    try:
        kept = json.loads(unseal(b64decode(request.POST.get("sealed", "")), about=_seal_name(request.user)))
    except (SealBroken, NotBase64, ValueError) as broken:
        raise Http404("nothing of that person's") from broken
    if not request.user.has_perm(kept["needs"]):
        raise PermissionDenied(kept["needs"])
    record("took refused rows", who=request.user.get_username(), about=request.user, file=kept["name"])
    headers = {"Content-Disposition": content_disposition_header(True, kept["name"])}
    return HttpResponse(b64decode(kept["xlsx"]), content_type=XLSX, headers=headers)


def _seal_name(user: AbstractBaseUser) -> str:
    return f"refused rows of {user.pk}"
