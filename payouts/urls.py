"""The addresses of the receiving site and of the status pages. Only the one from the message holds a token."""

from django.urls import path, re_path

from payouts import account_views, progress, views
from payouts.status import claim_views as status_claim
from payouts.status import lost_url_views, report_views
from payouts.status import views as status

app_name = "payouts"
urlpatterns = [
    path("r/", views.receive, name="receive"),
    path("r/review/", views.review, name="review"),
    path("r/code/", views.code, name="code"),
    path("r/bank/", views.bank, name="bank"),
    # With or without its last slash: some programs cut it off, and a redirect would repeat the token.
    re_path(r"^r/(?P<token>[^/]+)/?$", views.check, name="check"),
    path("a/done/", account_views.done, name="account_done"),
    re_path(r"^a/(?P<step>bank|branch|account|review)/$", account_views.page, name="account_step"),
    re_path(r"^a/(?P<token>[^/]+)/?$", account_views.check, name="account"),
    path("<slug:slug>/progress/", progress.page, name="progress"),
    path("<slug:slug>/status/", status.look, name="status"),
    path("<slug:slug>/status/code/", status.ask_code, name="status_ask_code"),
    path("<slug:slug>/status/code/enter/", status.enter_code, name="status_code"),
    path("<slug:slug>/status/lost/", status.lost, name="status_lost"),
    path("<slug:slug>/status/lost/sent/", status.lost_sent, name="status_lost_sent"),
    path("<slug:slug>/status/url/", lost_url_views.lost_url, name="status_lost_url"),
    path("<slug:slug>/status/url/sent/", lost_url_views.lost_url_sent, name="status_lost_url_sent"),
    path("<slug:slug>/status/close/", status.close, name="status_close"),
    path("<slug:slug>/status/claim/", status_claim.show, name="status_claim"),
    path("<slug:slug>/status/report/", report_views.show, name="status_report"),
    path("<slug:slug>/status/claim/send/", status_claim.resend, name="status_resend"),
    path("<slug:slug>/status/claim/correct/", status_claim.correct, name="status_correct"),
    path("<slug:slug>/status/claim/withdraw/", status_claim.withdraw, name="status_withdraw"),
]
