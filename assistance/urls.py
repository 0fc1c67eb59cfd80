"""Addresses of assistance under a language."""

app_name = "assistance"
urlpatterns = []
