"""Addresses of what a scheme says."""

from django.urls import path

from desk.scheme import deciding, pages

urlpatterns = [
    path("admin/operations/scheme/change/<int:pk>/", deciding.show, name="scheme_asked"),
    path("admin/operations/scheme/change/<int:pk>/confirm/", deciding.confirm, name="scheme_confirm"),
    path("admin/operations/scheme/change/<int:pk>/refuse/", deciding.refuse, name="scheme_refuse"),
    path("admin/operations/scheme/change/<int:pk>/withdraw/", deciding.withdraw, name="scheme_withdraw"),
    path("admin/operations/scheme/<slug:slug>/", pages.show, name="scheme"),
    path("admin/operations/scheme/<slug:slug>/change/<slug:key>/", pages.change, name="scheme_change"),
]
