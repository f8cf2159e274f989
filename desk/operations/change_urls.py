"""The addresses of what regionPAY is told, and of the settlement with shops, under /admin/operations/."""

from django.urls import path

from desk.operations import changes
from desk.shops import settlement

HERE = "admin/operations/changes"

urlpatterns = [
    path(f"{HERE}/", changes.listed, name="changes"),
    path(f"{HERE}/make/", changes.make, name="change_make"),
    path(f"{HERE}/answers/", changes.take, name="change_take"),
    path(f"{HERE}/answers/<int:pk>/", changes.answers, name="change_answers"),
    path(f"{HERE}/<int:pk>/", changes.show, name="change_file"),
    path(f"{HERE}/<int:pk>/download/", changes.download, name="change_download"),
    path("admin/operations/settlements/", settlement.show, name="settlements"),
    path("admin/operations/settlements/close/", settlement.close, name="settlement_close"),
    path("admin/operations/settlements/list/", settlement.download, name="settlement_download"),
]
