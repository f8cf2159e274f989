"""Addresses that cross rooms: health, and later the desk."""

from django.urls import path

from desk import health

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
]
