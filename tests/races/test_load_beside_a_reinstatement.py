"""The shop's cancellation in a file and the desk's reinstatement of one payment at once: given back once, by whoever
came first, and the load goes on."""

import json
import subprocess
import sys

import psycopg
from django.db import transaction

from coupons import reinstatement
from tests.coupons.load_files import HEADERS, TARO, balance, taros_coupon, write
from tests.makers import japan, pay
from tests.tools.processes import wait_until

HELD_UP = "select count(*) from pg_locks where locktype in ('tuple', 'transactionid') and not granted"


def test_a_load_that_meets_an_open_reinstatement_waits_and_then_reports_the_difference(own_database, tmp_path):
    on = taros_coupon()
    payment = pay(on, 500, "2023-02-24 18:00")
    row = f"C1,{TARO},取消,500,2023-03-05 10:00,S1,{payment.entry_no}"
    path = write(tmp_path, "entries.csv", HEADERS["entries"], row, f"T9,{TARO},決済,100,2023-03-05 10:00,S1,")
    command = [sys.executable, "manage.py", "load", str(path), "--json"]

    with psycopg.connect(own_database, autocommit=True) as looking:
        with transaction.atomic():
            at = japan("2023-03-20 10:00")
            reinstatement.reinstate(payment=payment, amount_yen=500, ground="B1", who="staff", at=at)
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            assert wait_until(lambda: looking.execute(HELD_UP).fetchone()[0] > 0)
        report = json.loads(process.communicate(timeout=60)[0])["files"]["entries.csv"]

    assert (process.returncode, report["added"], report["differing"]) == (0, 1, 1)
    assert [(warning["line"], warning["column"]) for warning in report["warnings"]] == [(2, "cancels")]
    assert balance(on) == 2900
