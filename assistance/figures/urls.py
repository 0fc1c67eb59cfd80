"""Addresses of figures."""

from django.urls import path

from assistance.figures import views

urlpatterns = [
    path("register/", views.RegisterPage.as_view(), name="register"),
    path("register.csv", views.RegisterSheet.as_view(), name="register-csv"),
    path("figures/", views.FiguresPage.as_view(), name="figures"),
    path("figures.csv", views.FiguresSheet.as_view(), name="figures-csv"),
]
