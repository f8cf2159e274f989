"""The kinds of long work there are: what each is called, who may ask for it, and what does it. Screens: job_views."""

from dataclasses import dataclass

from desk.operations import job_accounts, job_load
from trail.jobs import Work


@dataclass(frozen=True)
class Kind:
    """`needs`: the capability to ask for such a job and to take its files."""

    label: str
    needs: str
    work: Work


KINDS = {
    "load": Kind("ファイルの取り込み", "files.load", job_load.work),
    "accounts": Kind("実績報告", "accounts.make", job_accounts.work),
}
WORKS = {name: kind.work for name, kind in KINDS.items()}
