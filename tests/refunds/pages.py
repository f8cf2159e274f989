"""The screens of bank refunds in every state."""

from django.urls import reverse

from claims.models import Branch
from payouts import account_answers, account_requests, outcome_files
from payouts.batches import approving, drafting, exporting, lines, refusing
from payouts.batches.spreadsheet import reference
from payouts.models import AccountRequest, Consignor, RefundBatch, ResultFile
from tests.makers import staff
from tests.refunds import people


def address(name: str, pk: int | None = None) -> str:
    return reverse(name, args=[] if pk is None else [pk])


def three() -> list:
    """Three open refunds, about two of which the checks have something to say."""
    return people.refunds(
        people.claim(1000),
        people.claim(2500, holder_kana="ｵｷﾅﾜ ﾊﾅｺ"),
        people.claim(3000, branch_code="102", account_no="0000123"),
    )


def nothing_yet() -> str:
    Consignor.objects.all().delete()
    return address("refunds")


def waiting() -> str:
    three()
    return address("refunds")


def being_built() -> str:
    three()
    return address("refund_batch", drafting.ask(scheme=people.regionpay(), by="maker", transfer_on=people.ON).pk)


def drafted() -> str:
    three()
    Branch.objects.filter(code="102").delete()
    return address("refund_batch", people.drafted().pk)


def marked_lines() -> str:
    return drafted() + "lines/?show=name"


def all_lines() -> str:
    return drafted() + "lines/"


def to_be_approved() -> str:
    three()
    return address("refund_batch", people.submitted().pk)


def sent_back() -> str:
    three()
    batch = people.submitted()
    approving.send_back(batch_id=batch.pk, by="approver", reason="振込指定日が違います")
    return address("refund_batch", batch.pk)


def approved() -> str:
    three()
    return address("refund_batch", people.approved().pk)


def exported() -> str:
    three()
    batch = people.exported()
    exporting.download(batch_id=batch.pk, kind="zengin", by="operator")
    return address("refund_batch", batch.pk)


def handed_in() -> str:
    three()
    batch = people.not_yet_due()
    return address("refund_batch", refusing.hand_in(batch_id=batch.pk, by="operator").pk)


def said_to_be_refused() -> str:
    three()
    batch = people.not_yet_due()
    return address("refund_batch", refusing.say(batch_id=batch.pk, by="operator", reason="委託者コードの誤り").pk)


def void() -> str:
    said = said_to_be_refused()
    refusing.confirm(batch_id=RefundBatch.objects.get().pk, by="approver")
    return said


def changed_since_it_was_submitted() -> str:
    payout = three()[1]
    batch = people.submitted()
    approving.send_back(batch_id=batch.pk, by="approver", reason="名義を確かめてください")
    lines.exclude(batch_id=batch.pk, line_ids=[people.line_of(payout).pk], by="maker", reason="名義が違う")
    return address("refund_batch", people.submitted(batch).pk)


def closed() -> str:
    three()
    batch = people.exported()
    people.outcomes.close(batch_id=batch.pk, by="operator", rest_is_credited=True)
    return address("refund_batch", batch.pk)


def given_up() -> str:
    three()
    batch = people.drafted()
    approving.give_up(batch_id=batch.pk, by="maker", reason="作り直す")
    return address("refund_batch", batch.pk)


def could_not_be_written() -> str:
    three()
    batch = people.approved()
    RefundBatch.objects.filter(pk=batch.pk).update(work_error="口座名義は、振込ファイルに書けません。")
    return address("refund_batch", batch.pk)


def one_line() -> str:
    payout = three()[1]
    people.exported()
    people.came_back(payout)
    return address("refund_line", people.line_of(payout).pk)


def line_to_say() -> str:
    payout = three()[0]
    people.exported()
    return address("refund_line", people.line_of(payout).pk)


def returned() -> str:
    one, two, _three = three()
    people.exported()
    people.outcomes.say(line_id=people.line_of(one).pk, outcome="returned", by=staff("typist"), reason_code="1")
    asked, _is_new = account_requests.ask(
        claim=two.claim, by="clerk", reason="3回戻ったため", at=people.AT, has_link=False
    )
    account_answers.close(request_id=asked.pk, by=staff("typist"), reason="手紙が戻り、電話も通じない")
    return address("refund_returned")


GIVEN = {"bank_code": "0187", "bank_name": "琉球銀行", "branch_code": "101", "branch_name": "那覇支店"}
GIVEN |= {"account_type": "1", "account_no": "0008888", "holder_kana": "ｵｷﾅﾜ ﾀﾛｳ"}


def asked_about() -> AccountRequest:
    payout = three()[0]
    people.exported()
    people.came_back(payout)
    return AccountRequest.objects.get()


def account() -> str:
    return address("refund_account", asked_about().pk)


def account_of_a_check() -> str:
    payout = three()[0]
    asked, _is_new = account_requests.ask(claim=payout.claim, by="operator", reason="支店の統合", at=people.AT)
    return address("refund_account", asked.pk)


def account_to_approve() -> str:
    reason = "9月1日のお手紙。署名を見くらべた"
    proposal = account_answers.give(request_id=asked_about().pk, account=GIVEN, by=staff("typist"), reason=reason)
    return address("refund_account_proposal", proposal.pk)


def end_to_approve() -> str:
    proposal = account_answers.close(
        request_id=asked_about().pk, by=staff("typist"), reason="手紙が戻り、電話も通じない"
    )
    return address("refund_account_proposal", proposal.pk)


def account_that_waits() -> str:
    asked = asked_about()
    account_answers.give(request_id=asked.pk, account=GIVEN, by=staff("typist"), reason="お手紙")
    return address("refund_account", asked.pk)


def account_closed() -> str:
    asked = asked_about()
    proposal = account_answers.close(request_id=asked.pk, by=staff("typist"), reason="手紙が戻り、電話も通じない")
    account_answers.approve(proposal_id=proposal.pk, by=staff("second"))
    return address("refund_account", asked.pk)


def file_of_results() -> str:
    one, two, three_ = three()
    people.exported()
    rows = ["支払番号（顧客コード1）,振込額,結果,理由"]
    rows += [f"{reference(one.pk)},1000,入金済,", f"{reference(two.pk)},2500,振込不能,口座なし"]
    data = "\n".join([*rows, f"{reference(three_.pk)},3000,組戻し,解約済"]).encode()
    outcome_files.take(scheme=people.regionpay(), name="kekka.csv", data=data, by=staff("typist"))
    return address("refund_result_file", ResultFile.objects.get().pk)


def results() -> str:
    return address("refund_results")


def payer() -> str:
    return address("refund_payer")


STATES = {
    state.__name__: state
    for state in (
        nothing_yet,
        waiting,
        being_built,
        drafted,
        marked_lines,
        all_lines,
        to_be_approved,
        sent_back,
        approved,
        exported,
        handed_in,
        said_to_be_refused,
        void,
        changed_since_it_was_submitted,
        closed,
        given_up,
        could_not_be_written,
        one_line,
        line_to_say,
        returned,
        file_of_results,
        account,
        account_of_a_check,
        account_to_approve,
        end_to_approve,
        account_that_waits,
        account_closed,
        results,
        payer,
    )
}
