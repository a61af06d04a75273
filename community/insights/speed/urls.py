"""Addresses of the dashboard and of the public page about speed."""

from django.urls import path

from community.insights.speed.views import dashboard, public

app_name = "speed"

urlpatterns = [
    path("insights/", dashboard.dashboard, name="dashboard"),
    path("insights/rows/", dashboard.rows, name="rows"),
    path("insights/export/", dashboard.export, name="export"),
    path("speed/", public.speed_page, name="page"),
    path("speed/rows.csv", public.rows_file, name="page_rows"),
    path("speed/figures/", public.figures, name="figures"),
]
