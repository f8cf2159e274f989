"""The addresses of what is asked of issuers, all under /admin/desk/issuers/."""

from django.urls import path

from desk.issuers import leftovers as issuer_leftovers
from desk.issuers import lists, orders, refusals, stock

HERE = "admin/desk/issuers"

urlpatterns = [
    path(f"{HERE}/", orders.waiting, name="desk_issuer"),
    path(f"{HERE}/order/<int:pk>/", orders.show, name="desk_issuer_order"),
    path(f"{HERE}/order/<int:pk>/refuse/", orders.refuse, name="desk_issuer_refuse"),
    path(f"{HERE}/answer/<int:pk>/settle/", orders.settle, name="desk_issuer_settle"),
    path(f"{HERE}/refusals/", refusals.show_all, name="desk_issuer_refusals"),
    path(f"{HERE}/refusal/<int:pk>/approve/", refusals.approve, name="desk_issuer_refusal_approve"),
    path(f"{HERE}/refusal/<int:pk>/file/", refusals.approve_file, name="desk_issuer_refusals_file"),
    path(f"{HERE}/refusal/<int:pk>/send-back/", refusals.send_back, name="desk_issuer_refusal_send_back"),
    path(f"{HERE}/refusal/<int:pk>/take-back/", refusals.take_back, name="desk_issuer_refusal_take_back"),
    path(f"{HERE}/lists/", lists.lists_page, name="desk_issuer_lists"),
    path(f"{HERE}/lists/make/", lists.make, name="desk_issuer_make"),
    path(f"{HERE}/lists/<int:pk>/file/", lists.file, name="desk_issuer_file"),
    path(f"{HERE}/codes/", lists.take_codes, name="desk_issuer_codes"),
    path(f"{HERE}/stock/", stock.stock, name="desk_issuer_stock"),
    path(f"{HERE}/leftovers/", issuer_leftovers.leftovers, name="desk_issuer_leftovers"),
]
