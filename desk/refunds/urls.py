"""The addresses of bank refunds, all under /admin/operations/refunds/."""

from django.urls import path

from desk.refunds import accounts, deeds, outcomes, refusals, result_files
from desk.refunds import batches as refund_batches
from desk.refunds import files as refund_files
from desk.refunds import lines as refund_lines
from desk.refunds import payer as refund_payer

HERE = "admin/operations/refunds"
BATCH = f"{HERE}/<int:pk>"
LINE = f"{HERE}/line/<int:pk>"
ACCOUNT, PROPOSAL = f"{HERE}/account/<int:pk>", f"{HERE}/account/proposal/<int:pk>"

urlpatterns = [
    path(f"{HERE}/", refund_batches.listed, name="refunds"),
    path(f"{HERE}/make/", refund_batches.make, name="refund_make"),
    path(f"{HERE}/payer/", refund_payer.payer, name="refund_payer"),
    path(f"{HERE}/results/", result_files.results, name="refund_results"),
    path(f"{HERE}/results/take/", result_files.take, name="refund_take"),
    path(f"{HERE}/results/<int:pk>/", result_files.show, name="refund_result_file"),
    path(f"{HERE}/results/<int:pk>/settle/", result_files.settle, name="refund_settle_file"),
    path(f"{HERE}/returned/", outcomes.returned, name="refund_returned"),
    path(f"{HERE}/returned/<int:pk>/", outcomes.settle, name="refund_settle"),
    path(f"{ACCOUNT}/", accounts.show, name="refund_account"),
    path(f"{ACCOUNT}/ask/", outcomes.ask_again, name="refund_ask_again"),
    path(f"{ACCOUNT}/give/", accounts.give, name="refund_account_give"),
    path(f"{ACCOUNT}/stand/", accounts.stand, name="refund_account_stand"),
    path(f"{ACCOUNT}/close/", accounts.close, name="refund_account_close"),
    path(f"{PROPOSAL}/", accounts.proposed, name="refund_account_proposal"),
    path(f"{PROPOSAL}/settle/", accounts.settle, name="refund_account_settle"),
    path(f"{PROPOSAL}/take-back/", accounts.take_back, name="refund_account_take_back"),
    path(f"{BATCH}/", refund_batches.show, name="refund_batch"),
    path(f"{BATCH}/lines/", refund_lines.lines_of, name="refund_lines"),
    path(f"{BATCH}/lines/out/", refund_lines.leave_out, name="refund_leave_out"),
    path(f"{BATCH}/check/", deeds.check, name="refund_check"),
    path(f"{BATCH}/submit/", deeds.submit, name="refund_submit"),
    path(f"{BATCH}/approve/", deeds.approve, name="refund_approve"),
    path(f"{BATCH}/send-back/", deeds.send_back, name="refund_send_back"),
    path(f"{BATCH}/give-up/", deeds.give_up, name="refund_give_up"),
    path(f"{BATCH}/export/", deeds.export, name="refund_export"),
    path(f"{BATCH}/download/", refund_files.download, name="refund_download"),
    path(f"{BATCH}/template/", refund_files.template, name="refund_template"),
    path(f"{BATCH}/handed-in/", deeds.hand_in, name="refund_hand_in"),
    path(f"{BATCH}/refused/", refusals.say, name="refund_refused"),
    path(f"{BATCH}/refused/settle/", refusals.settle, name="refund_settle_refused"),
    path(f"{BATCH}/refused/back/", refusals.take_back, name="refund_not_refused"),
    path(f"{BATCH}/close/", deeds.close, name="refund_close"),
    path(f"{LINE}/", refund_lines.show, name="refund_line"),
    path(f"{LINE}/say/", outcomes.say, name="refund_say"),
]
