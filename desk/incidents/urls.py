"""The addresses of case (B), all under /admin/desk/incident/."""

from django.urls import path

from desk.incidents import deeds, taking, unnamed
from desk.incidents import views as incident_views

HERE = "admin/desk/incident"

urlpatterns = [
    path(f"{HERE}/", incident_views.listed, name="desk_incidents"),
    path(f"{HERE}/new/", taking.take, name="desk_incident_take"),
    path(f"{HERE}/cancellations/", unnamed.listed, name="desk_cancellations"),
    path(f"{HERE}/cancellations/<int:pk>/", unnamed.settle, name="desk_cancellation_settle"),
    path(f"{HERE}/<int:pk>/", incident_views.show, name="desk_incident"),
    path(f"{HERE}/<int:pk>/open/", incident_views.open_one, name="desk_incident_open"),
    path(f"{HERE}/<int:pk>/close/", incident_views.give_back, name="desk_incident_close"),
    path(f"{HERE}/<int:pk>/decide/", deeds.decide, name="desk_incident_decide"),
    path(f"{HERE}/<int:pk>/decline/", deeds.decline, name="desk_incident_decline"),
    path(f"{HERE}/<int:pk>/answer/", deeds.answer, name="desk_incident_answer"),
    path(f"{HERE}/<int:pk>/undo/", deeds.undo, name="desk_incident_undo"),
    path(f"{HERE}/<int:pk>/again/", deeds.again, name="desk_incident_again"),
    path(f"{HERE}/<int:pk>/reopen/", deeds.reopen, name="desk_incident_reopen"),
    path(f"{HERE}/<int:pk>/attach/", deeds.attach, name="desk_incident_attach"),
    path(f"{HERE}/<int:pk>/contact/", deeds.contact, name="desk_incident_contact"),
    path(f"{HERE}/decision/<int:pk>/approve/", deeds.approve, name="desk_incident_approve"),
    path(f"{HERE}/decision/<int:pk>/send-back/", deeds.send_back, name="desk_incident_send_back"),
    path(f"{HERE}/decision/<int:pk>/take-back/", deeds.take_back, name="desk_incident_take_back"),
]
