"""What writing any post has in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.abilities import LINK_FREELY, LINKS_OF_NEW_MEMBERS, has_ability
from accounts.models import Membership
from community import clock
from community.questions.models import Post
from community.text.markdown import LIMITS, Limits, render_markdown
from community.web.errors import NotAllowed
from community.web.registries.screens import Decision, TextContext, run_screens


def already_published(author: Membership, submission: UUID | None, kind: str) -> Post | None:
    """Return the post that this form made before, if it was sent twice. Raises NotAllowed for another kind of form's id."""
    if submission is None:
        return None
    post = Post.objects.filter(company_id=author.company_id, author=author, submission=submission).first()
    if post is not None and post.kind != kind:
        raise NotAllowed(_("This form was used before. Load the page again and send it once more."))
    return post


@dataclass(frozen=True)
class ScreenedText:
    """A text as it may be stored, after the screens; `held_because` is empty when it may be published."""

    title: str
    markdown: str
    html: str
    visible_chars: int
    version: int
    held_because: str


def render_screened(*, author: Membership, kind: str, markdown: str, title: str) -> ScreenedText:
    """Ask the screens and render what they leave. Raises NotAllowed when nothing is visible, TextRefused when unsafe."""
    verdict = run_screens(
        TextContext(kind=kind, company=str(author.company_id), author=author.key, body=markdown, title=title)
    )
    if verdict.decision is Decision.MASK:
        title, markdown = verdict.title, verdict.body
    rendered = render_markdown(markdown, limits=_limits_of(author))
    if rendered.visible_chars == 0:
        raise NotAllowed(_("Write something first."))
    return ScreenedText(
        title=title,
        markdown=markdown,
        html=rendered.html,
        visible_chars=rendered.visible_chars,
        version=rendered.version,
        held_because=verdict.reason if verdict.decision is Decision.HOLD else "",
    )


def _limits_of(author: Membership) -> Limits:
    """Return what a text of the author may hold: most advertising comes from new members and is links."""
    return LIMITS if has_ability(author, LINK_FREELY) else replace(LIMITS, links=LINKS_OF_NEW_MEMBERS)


def publish_post(*, author: Membership, kind: str, text: ScreenedText, submission: UUID | None) -> Post:
    """Store a post of the author; part of the caller's transaction. A held text is stored hidden, with the reason."""
    return Post.objects.create(
        company_id=author.company_id,
        kind=kind,
        author=author,
        markdown=text.markdown,
        html=text.html,
        render_version=text.version,
        visible_chars=text.visible_chars,
        visibility=Post.Visibility.HIDDEN if text.held_because else Post.Visibility.VISIBLE,
        visibility_reason=text.held_because,
        created_at=clock.now(),
        submission=submission,
    )
