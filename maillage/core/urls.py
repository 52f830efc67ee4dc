"""Pages for developers, below /dev/courriels/, in development only (config/urls.py)."""

from django.urls import path

from maillage.core import views

app_name = "core"

urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("recu/<slug:name>/", views.mailbox_html, name="mailbox_html"),
    path("modeles/", views.email_kinds, name="email_kinds"),
    path("modeles/<str:slug>/", views.email_kind_html, name="email_kind_html"),
]
