"""Addresses of the handbook."""

from django.urls import path

from desk.help import pages

urlpatterns = [
    path("admin/help/", pages.index, name="help"),
    path("admin/help/<slug:slug>/", pages.show, name="help_page"),
]
