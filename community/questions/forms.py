"""What people fill in. Length rules live here and not in the actions: imports have texts of any length."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community.questions.actions.ask import MAX_TAGS
from community.questions.models import Answer, Topic
from community.text.fields import CleanCharField, CleanTextField

TITLE_LENGTH = (10, 150)
BODY_LENGTH = (20, 20_000)
ANSWER_LENGTH = (2, 20_000)
COMMENT_LENGTH = (2, 2_000)


class SubmissionForm(forms.Form):
    """A form that makes one post however often it is sent: its hidden id is made when it is rendered."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    @property
    def is_untouched(self) -> bool:
        """Return whether it holds nothing that somebody wrote or did wrong."""
        return not self.is_bound and self.initial.keys() == {"submission"}


class QuestionFields(forms.Form):
    """What asking and editing a question have in common."""

    title = CleanCharField(
        label=_("Your question in one sentence"),
        min_length=TITLE_LENGTH[0],
        max_length=TITLE_LENGTH[1],
        help_text=_("For instance: How do I keep my number when I switch?"),
    )
    body = CleanTextField(
        label=_("Details"),
        min_length=BODY_LENGTH[0],
        max_length=BODY_LENGTH[1],
        help_text=_("What did you try, and what happened? You can use Markdown."),
    )
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), empty_label=_("Choose a topic"))
    tags = CleanCharField(
        label=_("Tags"), required=False, max_length=250, help_text=_("Up to five words, separated by commas.")
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ModelChoiceField)
        topic.queryset = Topic.objects.of(company).open()
        topic.error_messages["invalid_choice"] = _("Choose a topic of this community.")

    def clean_tags(self) -> list[str]:
        """Split the words. Too many, or too long ones, are an error beside the field."""
        names = [name.strip().lstrip("#") for name in self.cleaned_data["tags"].split(",")]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > MAX_TAGS:
            raise forms.ValidationError(_("Use at most five tags."))
        if any(len(name) > 40 for name in names):
            raise forms.ValidationError(_("A tag has at most 40 characters."))
        return names


class AskForm(QuestionFields, SubmissionForm):
    """Asking a question, in a language of the writer's choice where the company speaks several."""

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        if len(company.languages) > 1:
            page = get_language()
            self.fields["language"] = forms.ChoiceField(
                label=_("Language"),
                choices=[(code, get_language_info(code)["name_local"]) for code in company.languages],
                initial=page if page in company.languages else company.default_language,
            )


class EditQuestionForm(QuestionFields):
    """Editing a question; `version` is the one that the editor saw. It may stay in its topic, also in an archived one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, company: Company, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Topic.objects.of(company).filter(Q(is_archived=False) | Q(pk=topic.pk))


class RetagForm(EditQuestionForm):
    """Putting somebody else's question where it belongs, without touching its words."""

    title = None  # type: ignore[assignment]  # Django's way to leave an inherited field out
    body = None  # type: ignore[assignment]


class AnswerForm(SubmissionForm):
    """Replying to a question."""

    body = CleanTextField(
        label=_("Answer"),
        min_length=ANSWER_LENGTH[0],
        max_length=ANSWER_LENGTH[1],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Write the steps as you would tell them to a friend. You can use Markdown."),
    )
    purpose = forms.ChoiceField(
        label=_("What is this?"),
        choices=[
            (Answer.Purpose.ATTEMPT, _("I think this solves it")),
            (Answer.Purpose.NEEDS_INFO, _("I need more details")),
            (Answer.Purpose.NOT_ATTEMPT, _("Just a note, not an answer")),
        ],
        widget=forms.RadioSelect,
        initial=Answer.Purpose.ATTEMPT,
        required=False,
    )

    def clean_purpose(self) -> str:
        """Take a form without the choice, such as a short one sent by a script, as an attempt."""
        return self.cleaned_data["purpose"] or Answer.Purpose.ATTEMPT


class EditAnswerForm(AnswerForm):
    """Editing an answer."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CommentForm(SubmissionForm):
    """Commenting on a post."""

    body = CleanTextField(
        label=_("Your comment"),
        min_length=COMMENT_LENGTH[0],
        max_length=COMMENT_LENGTH[1],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class EditCommentForm(CommentForm):
    """Editing a comment."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReasonForm(forms.Form):
    """Saying why."""

    reason = CleanTextField(label=_("Reason"), min_length=3, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
