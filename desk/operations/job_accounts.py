"""The accounts asked for in the browser: one xlsx, made by a worker."""

import io
from typing import Any

from config import clock
from config.clock import JAPAN
from coupons.models import Scheme
from coupons.prefectures import PREFECTURES
from payouts import statement
from payouts.accounts import write_accounts
from trail import jobs
from trail.models import Job

ALL = "全国"


def ask(*, scheme: Scheme, prefecture: str, fee_yen: int, who: str) -> tuple[Job, bool]:
    """Ask for the accounts of one prefecture (its code) or, for '', of all; False where they are being made already."""
    return jobs.ask_once(kind="accounts", scheme=scheme.slug, who=who, prefecture=prefecture, fee_yen=fee_yen)


def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Write them. The result: each sheet's rows and sums. Raises CannotBeDone where the statement does not add up."""
    scheme, at = Scheme.objects.get(slug=job.scheme), clock.now()
    if statement.totals(scheme, at)["check_yen"]:
        raise jobs.CannotBeDone("照合表に差額があります。差額をなくしてから、作ってください。")
    out, code = io.BytesIO(), job.wanted["prefecture"]
    written = write_accounts(out, scheme=scheme, at=at, prefecture=code, fee_yen=job.wanted["fee_yen"])
    of = str(PREFECTURES[code]) if code else ALL
    jobs.hand_out(job, f"実績報告_{of}_{at.astimezone(JAPAN):%Y%m%d_%H%M}.xlsx", out.getvalue())
    return {"sheets": [{"rows": sheet.rows, "totals": sheet.totals} for sheet in written]}
