"""Addresses of those who could not be reached."""

from django.urls import path

from desk.delivery import views as delivery_views

HERE = "admin/desk/delivery"

urlpatterns = [
    path(f"{HERE}/", delivery_views.show_all, name="desk_delivery"),
    path(f"{HERE}/<int:pk>/", delivery_views.show, name="desk_delivery_one"),
    path(f"{HERE}/<int:pk>/call/", delivery_views.call, name="desk_delivery_call"),
    path(f"{HERE}/<int:pk>/unlock/", delivery_views.unlock, name="desk_delivery_unlock"),
    path(f"{HERE}/<int:pk>/redirect/", delivery_views.ask, name="desk_delivery_ask"),
    path(f"{HERE}/redirect/<int:pk>/approve/", delivery_views.approve, name="desk_delivery_approve"),
    path(f"{HERE}/redirect/<int:pk>/send-back/", delivery_views.send_back, name="desk_delivery_send_back"),
    path(f"{HERE}/redirect/<int:pk>/take-back/", delivery_views.take_back, name="desk_delivery_take_back"),
]
