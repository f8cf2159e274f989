"""What a person looks at before a batch is approved: each check marks its lines, and opens them on the screen.

A check that `stops` keeps its lines from being approved, never the whole file; the others are for people to judge.
"""

from django.db import connection, models

from claims import holder
from claims.models import Claim
from config.sealing import SealBroken
from payouts import zengin
from payouts.batches import accounts
from payouts.models import RefundBatch, RefundLine


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

# l = the line, p = its payout, k = its claim, a = its claim's account. The latest list of banks is the one of its date.
IN_SQL = {
    Finding.BANK: """not exists (
        select from claims_branch branch join claims_bank bank on bank.code = branch.bank_id
        where bank.code = a.bank_code and branch.code = a.branch_code
            and branch.listed_on = (select max(listed_on) from claims_bank)
            and bank.listed_on = (select max(listed_on) from claims_bank))""",
    Finding.RETURNED: """exists (
        select from payouts_payout before where before.claim_id = k.id and before.state = 'returned')""",
    Finding.LEDGER: """exists (
        select from payouts_entitlement e
        join coupon_target t on t.scheme_id = e.scheme_id and t.coupon_id = e.coupon_id
        where e.payout_id = p.id and e.cause = 'ledger' and t.target_yen < e.amount_yen)""",
}
AMONG_OTHERS = {
    Finding.ACCOUNT: """exists (
        select from claims_bankaccount same join payouts_payout other on other.claim_id = same.claim_id
        join claims_claim whose on whose.id = same.claim_id
        where same.fingerprint = a.fingerprint and same.claim_id <> a.claim_id and other.scheme_id = p.scheme_id
            and other.method = 'refund' and other.state in ('open', 'ordered', 'paid')
            and whose.contact_key <> k.contact_key)""",
    Finding.CONTACT: """exists (
        select from claims_claim whose join payouts_payout other on other.claim_id = whose.id
        where whose.scheme_id = k.scheme_id and whose.contact_key = k.contact_key and whose.id <> k.id
            and other.method = 'refund' and other.state in ('open', 'ordered', 'paid'))""",
}
LINES = """
    from payouts_refundline l join payouts_payout p on p.id = l.payout_id
    join claims_claim k on k.id = p.claim_id join claims_bankaccount a on a.claim_id = k.id
"""


def check(line_ids: list[int]) -> None:
    """Look at these lines by themselves, and write what is found."""
    if not line_ids:
        return
    found = {pk: [] for pk in line_ids}
    for line in RefundLine.objects.filter(pk__in=line_ids).select_related("payout__claim").order_by("pk"):
        found[line.pk] += _by_row(line)
    _note_sql(found, IN_SQL, "l.id = any(%s)", line_ids)
    _write(found, clears=(*BY_ROW, *IN_SQL))


def check_the_whole(batch: RefundBatch) -> None:
    """Look at its lines among all refunds: what one line cannot show by itself."""
    found = {pk: [] for pk in batch.lines.values_list("pk", flat=True)}
    _note_sql(found, AMONG_OTHERS, "l.batch_id = %s", batch.pk)
    _write(found, clears=tuple(AMONG_OTHERS))


def _by_row(line: RefundLine) -> list[Finding]:
    try:
        snapshot = accounts.opened(line)
    except SealBroken:
        return [Finding.SEAL]
    found = []
    try:
        zengin.data(accounts.transfer(snapshot, payout_id=line.payout_id, amount_yen=line.amount_yen))
    except zengin.CannotBeWritten as refusal:
        found.append(Finding.HOLDER if refusal.field == "口座名義" else Finding.DIGITS)
    if not _is_own(line.payout.claim, snapshot.holder_kana):
        found.append(Finding.NAME)
    return found


def _is_own(claim: Claim, holder_kana: str) -> bool:
    """Claims taken at the desk may have no reading: then a person compares."""
    return bool(claim.name_kana) and holder.same_person(claim.name_kana, holder_kana)


def _note_sql(found: dict[int, list], conditions: dict[Finding, str], which: str, value: object) -> None:
    columns = ", ".join(f"({sql})" for sql in conditions.values())
    with connection.cursor() as cursor:
        cursor.execute(f"select l.id, {columns} {LINES} where {which}", [value])
        for pk, *answers in cursor.fetchall():
            found[pk] += [finding for finding, is_so in zip(conditions, answers, strict=True) if is_so]


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
