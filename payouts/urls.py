"""The receiving site's addresses. Only the first one, from the message, holds the token."""

from django.urls import path, re_path

from payouts import views

app_name = "payouts"
urlpatterns = [
    path("r/", views.receive, name="receive"),
    path("r/review/", views.review, name="review"),
    path("r/code/", views.code, name="code"),
    # With or without its last slash: some programs cut it off, and a redirect would repeat the token.
    re_path(r"^r/(?P<token>[^/]+)/?$", views.check, name="check"),
]
