"""The addresses of what is asked of issuers, all under /admin/desk/issuers/."""

from django.urls import path

from desk import issuer_leftovers, issuer_lists, issuer_orders

HERE = "admin/desk/issuers"

urlpatterns = [
    path(f"{HERE}/", issuer_orders.waiting, name="desk_issuer"),
    path(f"{HERE}/order/<int:pk>/", issuer_orders.show, name="desk_issuer_order"),
    path(f"{HERE}/order/<int:pk>/refuse/", issuer_orders.refuse, name="desk_issuer_refuse"),
    path(f"{HERE}/answer/<int:pk>/settle/", issuer_orders.settle, name="desk_issuer_settle"),
    path(f"{HERE}/lists/", issuer_lists.lists_page, name="desk_issuer_lists"),
    path(f"{HERE}/lists/make/", issuer_lists.make, name="desk_issuer_make"),
    path(f"{HERE}/lists/<int:pk>/file/", issuer_lists.file, name="desk_issuer_file"),
    path(f"{HERE}/codes/", issuer_lists.take_codes, name="desk_issuer_codes"),
    path(f"{HERE}/leftovers/", issuer_leftovers.leftovers, name="desk_issuer_leftovers"),
]
