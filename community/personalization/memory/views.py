"""Members say what they are not."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.adapter import stays_here
from accounts.policies import check_is_member
from accounts.reader import CompanyRequest
from community.personalization.memory.actions.not_me import Signal, say_not_me, take_back_not_me
from community.web.errors import NotAllowed
from community.web.ratelimit import check


@login_required
@require_POST
def not_me(request: CompanyRequest) -> HttpResponse:
    """Leave the signals out from now on, or let them count again, and return to the page that asked.

    `signal` may be there more than once, each as what it is about and its key: "topic:12".
    """
    member = check_is_member(request.reader)
    check("edit", identity=f"member:{member.pk}")
    signals = [Signal(*each.partition(":")[::2]) for each in request.POST.getlist("signal")]
    if request.POST.get("act") == "take_back":
        take_back_not_me(member=member, signals=signals)
        messages.success(request, _("It counts again."))
    else:
        try:
            say_not_me(member=member, signals=signals)
        except NotAllowed as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("It is left out from now on. You can take that back among your choices."))
    wanted = request.POST.get("next", "")
    return redirect(wanted if stays_here(request, wanted) else f"{reverse('accounts:choices')}#not-me")
