"""What comes by mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.notifications.actions.prefer import choose_mails
from community.notifications.forms import MailSwitchesForm
from community.notifications.letters import read_unsubscribe_token
from community.notifications.queries import mail_switches
from community.questions.views.common import for_members
from community.web.errors import NotFound
from community.web.ratelimit import check
from community.web.registries.notices import categories


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_members()
def preferences(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Switch the mails of each category on and off."""
    form = MailSwitchesForm(request.POST if request.method == "POST" else None, switches=mail_switches(member))
    if form.is_valid():
        check("edit", identity=f"member:{member.pk}")
        choose_mails(member=member, wanted=form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})


# The signed address is the permission: mail programs send the one click without cookies (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: CompanyRequest, token: str) -> HttpResponse:
    """Stop one category of mails for the member to whom the mail went; opening the address only asks."""
    known = read_unsubscribe_token(token)
    category = next((each for each in categories() if known and each.name == known[1]), None)
    member = Membership.objects.of(request.company).filter(pk=known[0]).first() if known else None
    if member is None or category is None:
        raise NotFound(_("This link is not complete. Copy it from the mail again, or choose your mails in your inbox."))
    if request.method == "POST":
        choose_mails(member=member, wanted={category.name: False})
    context = {"category": category, "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
