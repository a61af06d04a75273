"""Addresses of what a member has and takes out, and of what the company publishes."""

from django.urls import path

from rewards.payouts.views import request, totals, wallet

app_name = "payouts"

urlpatterns = [
    path("wallet/", wallet.wallet, name="wallet"),
    path("wallet/payout/", request.request_form, name="request"),
    path("wallet/details/", request.details, name="details"),
    path("wallet/payouts/", wallet.payouts, name="payouts"),
    path("wallet/payouts/<uuid:pk>/", wallet.payout, name="payout"),
    path("wallet/payouts/<uuid:pk>/cancel/", wallet.cancel, name="cancel"),
    path("wallet/statement/", wallet.statement, name="this_month"),
    path("wallet/statement/<str:month>/", wallet.statement, name="statement"),
    path("wallet/statement/<str:month>/file/", wallet.statement_file, name="statement_file"),
    path("rewards/totals/", totals.totals_page, name="totals"),
]
