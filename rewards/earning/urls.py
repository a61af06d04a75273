"""Addresses of what help earns. The company's admin has its own."""

from django.urls import path

from rewards.earning import views

app_name = "earning"

urlpatterns = [
    path("prices/", views.prices, name="prices"),
    path("earnings/", views.earnings, name="earnings"),
    path("prices/choice/", views.choice, name="choice"),
]
