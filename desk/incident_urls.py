"""The addresses of case (B), all under /admin/desk/incident/."""

from django.urls import path

from desk import incident_deeds, incident_taking, incident_views

HERE = "admin/desk/incident"

urlpatterns = [
    path(f"{HERE}/", incident_views.listed, name="desk_incidents"),
    path(f"{HERE}/new/", incident_taking.take, name="desk_incident_take"),
    path(f"{HERE}/<int:pk>/", incident_views.show, name="desk_incident"),
    path(f"{HERE}/<int:pk>/decide/", incident_deeds.decide, name="desk_incident_decide"),
    path(f"{HERE}/<int:pk>/decline/", incident_deeds.decline, name="desk_incident_decline"),
    path(f"{HERE}/<int:pk>/answer/", incident_deeds.answer, name="desk_incident_answer"),
    path(f"{HERE}/<int:pk>/undo/", incident_deeds.undo, name="desk_incident_undo"),
    path(f"{HERE}/<int:pk>/again/", incident_deeds.again, name="desk_incident_again"),
    path(f"{HERE}/<int:pk>/attach/", incident_deeds.attach, name="desk_incident_attach"),
    path(f"{HERE}/<int:pk>/contact/", incident_deeds.contact, name="desk_incident_contact"),
    path(f"{HERE}/decision/<int:pk>/approve/", incident_deeds.approve, name="desk_incident_approve"),
    path(f"{HERE}/decision/<int:pk>/send-back/", incident_deeds.send_back, name="desk_incident_send_back"),
    path(f"{HERE}/decision/<int:pk>/take-back/", incident_deeds.take_back, name="desk_incident_take_back"),
]
