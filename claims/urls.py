"""The special site's addresses."""

from django.urls import path

from claims import views

app_name = "claims"
urlpatterns = [
    path("", views.top, name="top"),
    path("<slug:slug>/", views.scheme_top, name="scheme"),
]
