"""Addresses of the secretariat's screens."""

from django.urls import path

from desk import account_pages, job_views
from desk.dashboard import views as dashboard

urlpatterns = [
    path("admin/operations/", dashboard.home, name="operations"),
    path("admin/operations/accounts/<slug:slug>/", account_pages.page, name="operations_accounts"),
    path("admin/operations/files/", job_views.upload, name="operations_files"),
    path("admin/operations/jobs/", job_views.show_all, name="operations_jobs"),
    path("admin/operations/jobs/<int:pk>/", job_views.show, name="operations_job"),
    path("admin/operations/jobs/<int:pk>/again/", job_views.again, name="operations_job_again"),
    path("admin/operations/jobs/<int:pk>/files/<int:file_id>/", job_views.take, name="operations_job_file"),
]
