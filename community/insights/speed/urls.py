"""Addresses of the dashboard and of the public page about speed."""

from django.urls import path

from community.insights.speed.views import alerts, dashboard, public, value

app_name = "speed"

urlpatterns = [
    path("insights/", dashboard.dashboard, name="dashboard"),
    path("insights/rows/", dashboard.rows, name="rows"),
    path("insights/export/", dashboard.export, name="export"),
    path("insights/alerts/", alerts.alerts, name="alerts"),
    path("insights/value/", value.value, name="value"),
    path("speed/", public.speed_page, name="page"),
    path("speed/rows.csv", public.rows_file, name="page_rows"),
    path("speed/figures/", public.figures, name="figures"),
]
