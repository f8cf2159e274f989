"""The addresses of the shops' confirmations, all under /admin/desk/confirm/."""

from django.urls import path

from desk.shops import naming, shop
from desk.shops import queue as confirm_queue

HERE = "admin/desk/confirm"

urlpatterns = [
    path(f"{HERE}/", confirm_queue.queue, name="confirm_queue"),
    path(f"{HERE}/list/", confirm_queue.hand_out, name="confirm_list"),
    path(f"{HERE}/answers/", confirm_queue.take, name="confirm_take"),
    path(f"{HERE}/answers/<int:pk>/", confirm_queue.answers, name="confirm_answers"),
    path(f"{HERE}/records/", confirm_queue.supervisor, name="confirm_records"),
    path(f"{HERE}/records/<int:pk>/", confirm_queue.settle, name="confirm_settle"),
    path(f"{HERE}/case/<int:pk>/shop/", naming.name_shop, name="confirm_name_shop"),
    path(f"{HERE}/shop/<int:pk>/", shop.show, name="confirm_shop"),
    path(f"{HERE}/shop/<int:pk>/open/", shop.open_one, name="confirm_open"),
    path(f"{HERE}/shop/<int:pk>/close/", shop.give_back, name="confirm_close"),
    path(f"{HERE}/shop/<int:pk>/call/", shop.call, name="confirm_call"),
    path(f"{HERE}/shop/<int:pk>/absent/", shop.absent, name="confirm_absent"),
    path(f"{HERE}/shop/<int:pk>/wrong/", naming.wrong, name="confirm_wrong"),
    path(f"{HERE}/shop/<int:pk>/sheet/", shop.sheet, name="confirm_sheet"),
]
