"""Where personal data stands: each table's columns, whose they are, and what is left when they are erased.

The same columns are in 0002_purge.sql, where the database lets a purge change them and nothing else. Filters speak of
t, and of the temporary tables person_claim, person_member and person_incident (desk/purging.py).
"""

from dataclasses import dataclass
from types import MappingProxyType

ERASED = "（消去済み）"
WORD = f"case when t.{{0}} = '' then '' else '{ERASED}' end"  # an empty answer stays empty: rules may speak of it
EMPTY, NOTHING, NO_BYTES = "''", "null", "''::bytea"
OBJECT, LIST = "'{{}}'::jsonb", "'[]'::jsonb"

CLAIM = "t.{0} in (select id from person_claim)"
INCIDENT = "t.{0} in (select id from person_incident)"
PAYOUT = (
    "t.{0} in (select p.id from payouts_payout p where p.claim_id in (select id from person_claim)"
    " or p.member_id in (select id from person_member))"
)
LINE = f"t.line_id in (select l.id from payouts_refundline l where {PAYOUT.format('payout_id').replace('t.', 'l.')})"
ABOUT = f"""(
    t.about in (select 'claims.claim/' || id from person_claim)
    or t.about in (select 'coupons.member/' || id from person_member)
    or t.about in (select 'claims.incident/' || id from person_incident)
    or t.about in (select 'payouts.payout/' || t.id from payouts_payout t where {PAYOUT.format("id")})
)"""
# Rows of a scheme, of nobody that is known: they go with the scheme's purge, when nobody is left who could need them.
SCHEME, SLUG = "t.scheme_id = %(scheme)s", "t.scheme = %(slug)s"
OF_NOBODY = f"""{SLUG} and t.about not like 'claims.claim/%%' and t.about not like 'coupons.member/%%'
    and t.about not like 'claims.incident/%%' and t.about not like 'payouts.payout/%%'"""
EVERYBODYS_LEFT = """not exists (
    select from payouts_refundline l join payouts_payout p on p.id = l.payout_id
    where l.batch_id = t.id and p.claim_id not in (select id from person_claim)
)"""

# The trail keeps who did what to which row, and when; words that somebody typed to it may name people, and go. A number
# or a code (line declined: "unknown_number") is no word.
WORDS_OF_THE_TRAIL = f"""
    (select jsonb_object_agg(key, case
        when jsonb_typeof(value) = 'string' and (
            value #>> '{{{{}}}}' ~ '[^ -~]' or key = 'reason' and value #>> '{{{{}}}}' ~ ' '
        ) then to_jsonb('{ERASED}'::text) else value end
    ) from jsonb_each(t.detail))
"""
HAS_WORDS = "(t.detail::text ~ '[^ -~]' or t.detail ? 'reason')"
LINES = f"""(
    t.about in (select 'claims.claimline/' || t.id from claims_claimline t where {CLAIM.format("claim_id")})
    or t.about in (select 'payouts.refundline/' || t.id from payouts_refundline t where {PAYOUT.format("payout_id")})
)"""
BATCHES = f"""t.about in (
    select 'payouts.refundbatch/' || t.id from payouts_refundbatch t where {SCHEME} and {EVERYBODYS_LEFT}
)"""

# Head and totals of the bank's file stay, and its length: the accounts between them become blanks.
RECORD = "length(t.zengin) / (t.line_count + 3)"
WITHOUT_ACCOUNTS = f"""
    substr(t.zengin, 1, {RECORD}) || decode(repeat('20', {RECORD} * t.line_count), 'hex')
    || substr(t.zengin, {RECORD} * (t.line_count + 1) + 1)
"""


@dataclass(frozen=True)
class Personal:
    """Columns of one table, what replaces each (SQL, {0} for the column), whose rows; `besides`: the scheme's own."""

    table: str
    columns: MappingProxyType[str, str]
    of: str = ""
    besides: str = ""


def _table(table: str, *, of: str = "", besides: str = "", **columns: str) -> Personal:
    return Personal(table, MappingProxyType(columns), of, besides)


TABLES = (
    _table(
        "coupons_member",
        of="t.id in (select id from person_member)",
        member_no="'erased-' || t.id",
        phone=EMPTY,
        email=EMPTY,
    ),
    _table("claims_claim", of=CLAIM.format("id"), name=WORD, name_kana=WORD, phone=EMPTY, email=EMPTY, deliver_to=WORD),
    _table(
        "claims_claimline",
        of=CLAIM.format("claim_id"),
        stated_no=f"case when t.coupon_id is null then {WORD} else t.stated_no end",
        words=WORD,
    ),
    _table("claims_stay", of=CLAIM.format("claim_id"), place=WORD, booked_with=WORD, representative=WORD),
    _table(
        "claims_bankaccount",
        of=CLAIM.format("claim_id"),
        number_sealed=NO_BYTES,
        number_ends=EMPTY,
        holder_kana=EMPTY,
        fingerprint=NO_BYTES,
    ),
    _table("claims_deskclaim", of=CLAIM.format("claim_id"), on_behalf_of=WORD, relation=WORD, evidence=WORD),
    _table("claims_proposal", of=CLAIM.format("claim_id"), details=OBJECT, reason=WORD, answer=WORD),
    _table(
        "claims_callnote",
        of=f"({CLAIM.format('claim_id')} or t.member_id in (select id from person_member))",
        besides=f"{SCHEME} and t.claim_id is null and t.member_id is null",
        text=EMPTY,
        phone_mark=NOTHING,
    ),
    _table(
        "claims_incident",
        of=INCIDENT.format("id"),
        stated_no=f"case when t.coupon_id is null then {WORD} else t.stated_no end",
        paid_around=WORD,
        story=WORD,
        name=WORD,
        name_kana=WORD,
        phone=WORD,
        deliver_to=WORD,
        words=WORD,
    ),
    _table(
        "claims_storeconfirmation", of=INCIDENT.format("incident_id"), store_person=WORD, evidence=WORD, again_why=WORD
    ),
    _table("claims_storeattempt", of=INCIDENT.format("confirmation_id"), note=WORD, mark=EMPTY),
    _table("claims_incidentdecision", of=INCIDENT.format("incident_id"), reason=WORD, answer=WORD, undone_why=WORD),
    _table("claims_storeanswerfile", besides=SCHEME, name=WORD, faults=LIST),
    _table("notifications_message", of=ABOUT, besides=OF_NOBODY, to=WORD, context=OBJECT, error=WORD),
    _table("payouts_payout", of=PAYOUT.format("id"), hold_reason=WORD),
    _table("payouts_receivelink", of=PAYOUT.format("payout_id"), destination=WORD),
    _table("payouts_redirect", of=PAYOUT.format("payout_id"), destination=WORD, reason=WORD, answer=WORD),
    _table("payouts_accountrequest", of=CLAIM.format("claim_id"), reason=WORD),
    _table(
        "payouts_accountproposal",
        of=f"t.request_id in (select t.id from payouts_accountrequest t where {CLAIM.format('claim_id')})",
        account_sealed="case when t.account_sealed is null then null else ''::bytea end",
        reason=WORD,
        answer=WORD,
    ),
    _table(
        "payouts_refundline",
        of=PAYOUT.format("payout_id"),
        account_sealed=NO_BYTES,
        excluded_reason=WORD,
        outcome_reason=WORD,
    ),
    _table(
        "payouts_refundbatch",
        besides=f"{SCHEME} and {EVERYBODYS_LEFT}",
        xlsx="case when t.xlsx is null then null else ''::bytea end",
        zengin=WITHOUT_ACCOUNTS,
        sent_back=WORD,
        refused_reason=WORD,
        work_error=WORD,
    ),
    _table("payouts_transferoutcome", of=LINE, reason=WORD),
    _table("payouts_resultfile", besides=SCHEME, name=WORD),
    _table("trail_job", besides=SLUG, wanted=OBJECT, result=OBJECT, says=WORD, problem=WORD),
    _table(
        "trail_auditevent",
        of=f"{HAS_WORDS} and ({ABOUT} or {LINES})",
        besides=f"{HAS_WORDS} and {BATCHES}",
        detail=WORDS_OF_THE_TRAIL,
    ),
    _table(
        "trail_legalhold",
        of=f"t.ended_at is not null and {ABOUT}",
        besides="t.ended_at is not null and t.about = 'coupons.scheme/' || %(scheme)s",
        reason=WORD,
    ),
    _table(
        "trail_jobfile",
        besides="t.job_id in (select id from trail_job where scheme = %(slug)s)",
        name="'erased-' || t.id",
        content=NO_BYTES,
    ),
)
