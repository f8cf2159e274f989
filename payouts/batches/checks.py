"""What a person looks at before a batch is approved: each check marks its lines, and opens them on the screen.

A check that `stops` keeps its lines from being approved, never the whole file; the others are for people to judge.
"""

from django.db import connection, models

from claims import holder
from claims.models import Claim
from config.sealing import SealBroken
from payouts import zengin
from payouts.batches import accounts
from payouts.models import Entitlement, RefundBatch, RefundLine


class Finding(models.TextChoices):
    """In the order in which a person looks."""

    SEAL = "seal", "口座番号の封を開けない"
    DIGITS = "digits", "コードや口座番号の桁が合わない"
    HOLDER = "holder", "口座名義に、銀行に送れない文字がある"
    BANK = "bank", "銀行か支店が、いまの一覧にない（統廃合のおそれ）"
    NAME = "name", "口座名義が、申請者のお名前と違う"
    ACCOUNT = "account", "同じ口座に、ほかの人の返金もある"
    CONTACT = "contact", "同じ連絡先の返金が、ほかにもある"
    RETURNED = "returned", "前に組戻し・振込不能になったことがある"
    LEDGER = "ledger", "額が、いまの台帳の残額と違う"


STOPS = (Finding.SEAL, Finding.DIGITS, Finding.HOLDER)
BY_ROW = (*STOPS, Finding.NAME)

# Statements that give the ids of marked lines. Each side is found once, as a set: asked row by row, an unlucky plan
# reads everything for every line. The latest list of banks is the one of its date.
BANK_GONE = """
    select l.id from payouts_refundline l join payouts_payout p on p.id = l.payout_id
    join claims_bankaccount a on a.claim_id = p.claim_id
    where l.id = any(%(lines)s) and (a.bank_code, a.branch_code) not in (
        select branch.bank_id, branch.code from claims_branch branch join claims_bank bank on bank.code = branch.bank_id
        where bank.listed_on = (select max(listed_on) from claims_bank) and branch.listed_on = bank.listed_on
            and bank.code = any(%(banks)s)
    )
"""
RETURNED_BEFORE = """
    select l.id from payouts_refundline l join payouts_payout p on p.id = l.payout_id
    where l.id = any(%(lines)s) and p.claim_id in (
        select claim_id from payouts_payout where state = 'returned' and scheme_id = p.scheme_id)
"""
OTHER_THAN_THE_LEDGER = """
    with e as materialized (
        select l.id, e.coupon_id, e.amount_yen from payouts_refundline l join payouts_entitlement e using (payout_id)
        where l.id = any(%(lines)s) and e.cause = 'ledger'
    ), t as materialized (select coupon_id, target_yen from coupon_target where coupon_id = any(%(coupons)s))
    select distinct e.id from e join t using (coupon_id) where t.target_yen < e.amount_yen
"""
LIVE = "other.scheme_id = %(scheme)s and other.method = 'refund' and other.state in ('open', 'ordered', 'paid')"
SAME_ACCOUNT = f"""
    with live as materialized (
        select a.fingerprint, whose.contact_key from payouts_payout other
        join claims_claim whose on whose.id = other.claim_id join claims_bankaccount a on a.claim_id = other.claim_id
        where {LIVE}
    ), shared as materialized (
        select fingerprint from live group by fingerprint having count(distinct contact_key) > 1
    )
    select l.id from payouts_refundline l join payouts_payout p on p.id = l.payout_id
    join claims_bankaccount a on a.claim_id = p.claim_id
    where l.batch_id = %(batch)s and a.fingerprint in (select fingerprint from shared)
"""
SAME_CONTACT = f"""
    with live as materialized (
        select whose.contact_key, whose.id from payouts_payout other
        join claims_claim whose on whose.id = other.claim_id where {LIVE}
    ), several as materialized (select contact_key from live group by contact_key having count(distinct id) > 1)
    select l.id from payouts_refundline l join payouts_payout p on p.id = l.payout_id
    join claims_claim k on k.id = p.claim_id
    where l.batch_id = %(batch)s and k.contact_key in (select contact_key from several)
"""
BY_SET = {
    Finding.BANK: BANK_GONE,
    Finding.RETURNED: RETURNED_BEFORE,
    Finding.LEDGER: OTHER_THAN_THE_LEDGER,
}
PART = 1_000
AMONG_OTHERS = {Finding.ACCOUNT: SAME_ACCOUNT, Finding.CONTACT: SAME_CONTACT}


def check(line_ids: list[int]) -> None:
    """Look at these lines by themselves, and write what is found."""
    if not line_ids:
        return
    found = {pk: [] for pk in line_ids}
    rows = RefundLine.objects.filter(pk__in=line_ids).select_related("batch", "payout__claim__account")
    for line in rows.order_by("pk"):
        found[line.pk] += _by_row(line)
    _note(found, BY_SET, _around(line_ids))
    _write(found, clears=(*BY_ROW, *BY_SET))


def _around(line_ids: list[int]) -> dict[str, list]:
    """What the statements about some lines are asked with."""
    lines = RefundLine.objects.filter(pk__in=line_ids)
    banks = lines.values_list("payout__claim__account__bank_code", flat=True).distinct()
    coupons = Entitlement.objects.filter(payout__refund_lines__in=line_ids).values_list("coupon_id", flat=True)
    return {"lines": line_ids, "banks": list(banks), "coupons": list(coupons)}


def look_again(batch: RefundBatch) -> None:
    """What may have changed around lines that have not: branches that closed, returns, the ledger, other refunds."""
    ids = list(batch.lines.filter(excluded_at=None).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        found = {pk: [] for pk in part}
        _note(found, BY_SET, _around(part))
        _write(found, clears=tuple(BY_SET))
    check_the_whole(batch)


def check_the_whole(batch: RefundBatch) -> None:
    """Look at its lines among all refunds: what one line cannot show by itself."""
    found = {pk: [] for pk in batch.lines.values_list("pk", flat=True)}
    _note(found, AMONG_OTHERS, {"batch": batch.pk, "scheme": batch.scheme_id})
    _write(found, clears=tuple(AMONG_OTHERS))


def _by_row(line: RefundLine) -> list[Finding]:
    try:
        snapshot = accounts.opened(line)
    except SealBroken:
        return [Finding.SEAL]
    found = []
    try:
        zengin.data(accounts.transfer(snapshot, line, batch_number=line.batch.number))
    except zengin.CannotBeWritten as refusal:
        found.append(Finding.HOLDER if refusal.field == "口座名義" else Finding.DIGITS)
    if not _is_own(line.payout.claim, snapshot.holder_kana):
        found.append(Finding.NAME)
    return found


def _is_own(claim: Claim, holder_kana: str) -> bool:
    """Claims taken at the desk may have no reading: then a person compares."""
    return bool(claim.name_kana) and holder.same_person(claim.name_kana, holder_kana)


def _note(found: dict[int, list], statements: dict[Finding, str], values: dict) -> None:
    with connection.cursor() as cursor:
        for finding, sql in statements.items():
            cursor.execute(sql, values)
            for (pk,) in cursor.fetchall():
                found[pk].append(finding)


def _write(found: dict[int, list[Finding]], *, clears: tuple[Finding, ...]) -> None:
    """Write what was looked for, and leave the rest of what is known."""
    order = {finding.value: place for place, finding in enumerate(Finding)}
    changed = []
    for line in RefundLine.objects.filter(pk__in=found).only("pk", "findings"):
        rest = set(line.findings) - {finding.value for finding in clears}
        now = sorted(rest | {finding.value for finding in found[line.pk]}, key=order.__getitem__)
        if now != line.findings:
            line.findings = now
            changed.append(line)
    RefundLine.objects.bulk_update(changed, ["findings"], batch_size=1_000)


def counts(batch: RefundBatch) -> dict[Finding, int]:
    """Every check, with how many of the lines that would leave it has marked."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select finding, count(*) from payouts_refundline, unnest(findings) finding
            where batch_id = %s and excluded_at is null group by finding""",
            [batch.pk],
        )
        found = dict(cursor.fetchall())
    return {finding: found.get(finding.value, 0) for finding in Finding}
