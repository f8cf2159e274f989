"""The addresses of what regionPAY is told, and of the settlement with shops, under /admin/operations/."""

from django.urls import path

from desk import change_pages, settlement_pages

HERE = "admin/operations/changes"

urlpatterns = [
    path(f"{HERE}/", change_pages.listed, name="changes"),
    path(f"{HERE}/make/", change_pages.make, name="change_make"),
    path(f"{HERE}/answers/", change_pages.take, name="change_take"),
    path(f"{HERE}/answers/<int:pk>/", change_pages.answers, name="change_answers"),
    path(f"{HERE}/<int:pk>/", change_pages.show, name="change_file"),
    path(f"{HERE}/<int:pk>/download/", change_pages.download, name="change_download"),
    path("admin/operations/settlements/", settlement_pages.show, name="settlements"),
    path("admin/operations/settlements/list/", settlement_pages.download, name="settlement_download"),
]
