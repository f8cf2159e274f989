"""Addresses of the secretariat's screens."""

from django.urls import path

from desk.dashboard import views as dashboard
from desk.operations import accounts, job_pages, refused_rows

urlpatterns = [
    path("admin/operations/", dashboard.home, name="operations"),
    path("admin/operations/accounts/<slug:slug>/", accounts.page, name="operations_accounts"),
    path("admin/operations/files/", job_pages.upload, name="operations_files"),
    path("admin/operations/refused-rows/", refused_rows.take, name="operations_refused_rows"),
    path("admin/operations/jobs/", job_pages.show_all, name="operations_jobs"),
    path("admin/operations/jobs/<int:pk>/", job_pages.show, name="operations_job"),
    path("admin/operations/jobs/<int:pk>/again/", job_pages.again, name="operations_job_again"),
    path("admin/operations/jobs/<int:pk>/files/<int:file_id>/", job_pages.take, name="operations_job_file"),
]
