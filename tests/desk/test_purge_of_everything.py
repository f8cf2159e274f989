"""After a purge a search of everything finds nobody: whole tables as PostgreSQL writes them, and files left behind."""

import csv
import io
import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from openpyxl import load_workbook

from config import clock
from config.keys import key_ring
from desk import purging
from desk.duties import DUTIES
from desk.operations import job_load
from desk.operations.jobs import WORKS
from desk.personal import TABLES
from notifications import reports
from notifications.models import DeliveryReport
from payouts import audit, releasing, statement
from payouts.accounts import write_accounts
from tests.crashes.restored import PROGRAMS
from tests.desk.test_purge import DAY, WAITING, WHO, world
from tests.makers import japan, regionpay, told
from trail import jobs

__all__ = ["world"]
SAMPLE = Path(__file__).parents[2] / "data/sample"
KINDS = ("members", "issuers", "stores", "coupons", "entries")
BYTES = re.compile(r"\\\\x([0-9a-f]+)")


@pytest.fixture
def sample(own_database) -> list[str]:
    """The sample, handed in through the browser's job; every phone and mail of its members."""
    files = {f"{kind}.csv": (SAMPLE / f"{kind}.csv").read_bytes() for kind in KINDS}
    jobs.ask(kind="load", scheme="regionpay-2023", who="ope", files=files)
    assert jobs.run_waiting(WORKS) == 1
    rows = csv.reader(io.StringIO(files["members.csv"].decode("utf-8-sig")))
    next(rows)
    return [word for row in rows for word in row[1:3] if word]


def everything() -> str:
    """Every row of every table, as pg_dump writes it, and what stands in its bytes."""
    dumped = subprocess.run(
        [PROGRAMS / "pg_dump", "--data-only", os.environ["DATABASE_URL"]], capture_output=True, check=True, text=True
    ).stdout
    inside = b"\n".join(bytes.fromhex(found) for found in BYTES.findall(dumped))
    return "\n".join([dumped, inside.decode("utf-8", "replace"), inside.decode("cp932", "replace")])


def found(*words: str) -> list[str]:
    text = everything()
    return [word for word in words if word in text]


def a_provider_says(reason: str) -> None:
    """A report on a message, as it comes in."""
    body = json.dumps({"id": "p-1", "state": "undeliverable", "reason": reason}).encode()
    seconds = int(clock.unmoved().timestamp())
    signature = reports.sign("mail", seconds, body, next(iter(key_ring(settings.CALLBACK_KEYS).values())))
    reports.take(reports.read(channel="mail", seconds=str(seconds), signature=signature, body=body))
    assert DeliveryReport.objects.get().reason == "550 … unknown, … too"


def accounts() -> dict[str, list[tuple]]:
    """The rows of 実績報告 with every payment's evidence."""
    out = io.BytesIO()
    write_accounts(out, scheme=regionpay(), at=clock.now())
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(out)}


def test_nobody_of_the_sample_is_found_and_statement_accounts_and_audit_stand(sample, world):
    a_provider_says(f"550 <{WHO[0]}> unknown, {WHO[1]} too")
    told()
    releasing.lapse(regionpay(), japan("2023-06-20 00:00"))
    clock.move_to(DAY)
    names = [*sample, *WHO, WAITING]
    stood, money = found(*names), (statement.totals(regionpay()), audit.breaches(regionpay()), accounts())
    assert (len(sample) > 300, len(stood) >= len(sample)) == (True, True)

    assert purging.purge(regionpay(), who="test")["kept"] == {}

    assert found(*names) == []
    assert (statement.totals(regionpay()), audit.breaches(regionpay()), accounts()) == money


def test_what_a_killed_load_left_on_the_disk_is_removed_after_a_day(own_database, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, hours in (("hosho-job-a", 25), ("hosho-load-b", 25), ("hosho-job-c", 1), ("other", 25)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "members.csv").write_text(WHO[0])
        os.utime(tmp_path / name, (time.time() - hours * 3600,) * 2)

    DUTIES["jobs"]()
    assert sorted(os.listdir(tmp_path)) == ["hosho-job-c", "other"]
    assert job_load.is_older(tmp_path / "other", time.time())
    assert not job_load.is_older(tmp_path / "removed-by-its-own-load", time.time())


# Tables with words that a purge leaves as they are, and what they say. A new table stands here, or in desk/personal.py.
STAY = {
    "auth_user auth_group auth_permission trail_person trail_rolerequest otp_totp_totpdevice otp_static_staticdevice "
    "otp_static_statictoken axes_accessattempt axes_accessattemptexpiration axes_accessfailurelog axes_accesslog "
    "django_admin_log": "staff, and how they log in",
    "trail_dutyrun claims_routechange": "who did what to which row; no contact, no account, of an error no row",
    "django_content_type django_migrations django_session claims_draft claims_onetimecode "
    "claims_attempt": "kept for hours",
    "coupons_scheme coupons_schemeversion coupons_schemechange coupons_issuer coupons_store claims_bank claims_branch "
    "claims_announcement payouts_brandsetting "
    "payouts_consignor": "shops, banks, what everybody may read",
    "coupons_coupon coupons_entry coupons_extension coupons_change coupons_changefile "
    "coupons_cancellationanswer coupons_cancellationopinion coupons_settlementlist "
    "coupons_answerfile": "numbers and yen",
    "notifications_release notifications_deliveryreport": "kinds of sending; a provider's words without contacts",
    "payouts_payoutitem payouts_entitlement payouts_pointorder payouts_pointcode payouts_orderlist "
    "payouts_orderrefusal "
    "payouts_quarantinedanswer payouts_reconciliation payouts_summary": "what was owed and left, by number",
}
HOLDS_WORDS = """
    select distinct c.table_name from information_schema.columns c join pg_tables t on t.tablename = c.table_name
    where t.schemaname = 'public' and c.table_schema = 'public'
        and (c.data_type in ('text', 'character varying', 'bytea', 'json', 'jsonb', 'inet', 'ARRAY'))
"""


@pytest.mark.django_db
def test_every_table_with_words_is_erased_or_said_to_stay():
    with connection.cursor() as cursor:
        cursor.execute(HOLDS_WORDS)
        tables = {table for (table,) in cursor.fetchall()}

    told = {name for names in STAY for name in names.split()}
    assert sorted(tables - told - {table.table for table in TABLES}) == []


# Of the tables that are erased these columns stay: numbers, states, choices, marks, and who of staff did it.
COLUMNS_STAY = {
    "claims_bankaccount": "account_type bank_code bank_name branch_code branch_name",
    "claims_callnote": "clerk disposition",
    "claims_claim": "channel contact_key deliver_by language method prefecture receipt_no",
    "claims_claimline": "decided_by reason state",
    "claims_incident": "deliver_by kind language prefecture reason receipt_no state stated_store",
    "claims_incidentdecision": "choices digest state why_two",
    "claims_proposal": "deed digest state",
    "claims_storeanswerfile": "sha256",
    "claims_storeattempt": "by outcome",
    "claims_storeconfirmation": "by result",
    "notifications_message": "about channel key provider_id release scheme state template",
    "payouts_accountproposal": "deed state",
    "payouts_accountrequest": "answered_by asked_by channel key_id",
    "payouts_payout": "held_by method state",
    "payouts_receivelink": "channel key_id",
    "payouts_redirect": "channel state",
    "payouts_refundbatch": "approved_by consignor digest handed_in_by made_by prefecture refusal_confirmed_by "
    "refused_by state submitted_by work work_by xlsx_sha256 zengin_sha256",
    "payouts_refundline": "excluded_by findings outcome",
    "payouts_resultfile": "digest state taken_by",
    "payouts_transferoutcome": "outcome reason_code state",
    "trail_auditevent": "who action about",
    "trail_legalhold": "about made_by ended_by",
    "trail_job": "asked_by kind lane scheme state",
    "trail_jobfile": "sha256 way",
}


@pytest.mark.django_db
def test_every_column_of_an_erased_table_is_erased_or_said_to_stay():
    with connection.cursor() as cursor:
        cursor.execute(HOLDS_WORDS.replace("distinct c.table_name", "c.table_name, c.column_name"))
        found = set(cursor.fetchall())

    erased = {(one.table, column) for one in TABLES for column in one.columns}
    told = {(table, column) for table, columns in COLUMNS_STAY.items() for column in columns.split()}
    there = {(table, column) for table, column in found if table in {one.table for one in TABLES}}
    assert sorted(there - erased - told) == []
