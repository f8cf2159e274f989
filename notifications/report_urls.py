"""The addresses that mail and SMS providers post their reports to."""

from django.urls import re_path

from notifications import report_views

app_name = "reports"
urlpatterns = [re_path(r"^(?P<channel>mail|sms)/$", report_views.report_page, name="report")]
