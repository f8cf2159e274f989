"""The addresses of bank refunds, all under /admin/operations/refunds/."""

from django.urls import path

from desk import refund_batches, refund_deeds, refund_files, refund_lines, refund_outcomes, refund_payer

HERE = "admin/operations/refunds"
BATCH = f"{HERE}/<int:pk>"
LINE = f"{HERE}/line/<int:pk>"

urlpatterns = [
    path(f"{HERE}/", refund_batches.listed, name="refunds"),
    path(f"{HERE}/make/", refund_batches.make, name="refund_make"),
    path(f"{HERE}/payer/", refund_payer.payer, name="refund_payer"),
    path(f"{HERE}/results/", refund_outcomes.results, name="refund_results"),
    path(f"{HERE}/results/take/", refund_outcomes.take, name="refund_take"),
    path(f"{HERE}/returned/", refund_outcomes.returned, name="refund_returned"),
    path(f"{HERE}/returned/<int:pk>/", refund_outcomes.settle, name="refund_settle"),
    path(f"{HERE}/account/<int:pk>/ask/", refund_outcomes.ask_again, name="refund_ask_again"),
    path(f"{BATCH}/", refund_batches.show, name="refund_batch"),
    path(f"{BATCH}/lines/", refund_lines.lines_of, name="refund_lines"),
    path(f"{BATCH}/lines/out/", refund_lines.leave_out, name="refund_leave_out"),
    path(f"{BATCH}/check/", refund_deeds.check, name="refund_check"),
    path(f"{BATCH}/submit/", refund_deeds.submit, name="refund_submit"),
    path(f"{BATCH}/approve/", refund_deeds.approve, name="refund_approve"),
    path(f"{BATCH}/send-back/", refund_deeds.send_back, name="refund_send_back"),
    path(f"{BATCH}/give-up/", refund_deeds.give_up, name="refund_give_up"),
    path(f"{BATCH}/export/", refund_files.export, name="refund_export"),
    path(f"{BATCH}/download/", refund_files.download, name="refund_download"),
    path(f"{BATCH}/template/", refund_files.template, name="refund_template"),
    path(f"{BATCH}/close/", refund_outcomes.close, name="refund_close"),
    path(f"{LINE}/", refund_lines.show, name="refund_line"),
    path(f"{LINE}/say/", refund_outcomes.say, name="refund_say"),
]
