"""Form fields for texts people write."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from community.text.cleaning import TextRefused, clean_text

# Cleaning a text that is far too long would only cost time: it cannot become short enough.
_HOPELESS = 4
_LEADING_EMPTY_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")


class _CleanField(forms.CharField):
    """Takes a text through clean_text and counts its characters after that.

    The browser gets no maxlength: it would cut what is pasted without a word. The form shows the whole text again
    beside the sentence that says how much is too much.
    """

    single_line = False

    def __init__(self, *, min_length: int | None = None, max_length: int | None = None, **kwargs: Any) -> None:
        self.fewest = min_length
        self.most = max_length
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the cleaned text. Raises ValidationError with the sentence of a refusal."""
        if value in self.empty_values:
            return self.empty_value
        text = str(value)
        if self.most is not None and len(text) > _HOPELESS * max(self.most, 1_000):
            raise self._too_long(len(text) - self.most)
        try:
            text = clean_text(text, single_line=self.single_line)
        except TextRefused as refused:
            raise ValidationError(str(refused), code="refused") from refused
        text = self._strip(text)
        return text if text else self.empty_value

    def validate(self, value: Any) -> None:
        """Raise ValidationError when the text is missing, too short or too long, saying by how many characters."""
        super().validate(value)
        length = len(value or "")
        if self.most is not None and length > self.most:
            raise self._too_long(length - self.most)
        if self.fewest is not None and 0 < length < self.fewest:
            raise self._too_short(self.fewest - length)

    def _strip(self, text: str) -> str:
        return text.strip() if self.strip else text

    def _too_long(self, over: int) -> ValidationError:
        sentence = ngettext(
            "This is %(over)d character too long. It may have up to %(limit)d.",
            "This is %(over)d characters too long. It may have up to %(limit)d.",
            over,
        )
        return ValidationError(sentence % {"over": over, "limit": self.most}, code="max_length")

    def _too_short(self, missing: int) -> ValidationError:
        sentence = ngettext(
            "Please write at least %(missing)d more character.",
            "Please write at least %(missing)d more characters.",
            missing,
        )
        return ValidationError(sentence % {"missing": missing}, code="min_length")


class CleanCharField(_CleanField):
    """One line: a title or a name. Line breaks become spaces and what cannot be seen is removed."""

    single_line = True


class CleanTextField(_CleanField):
    """Several lines in a text area. Empty lines before and white space behind the text are removed."""

    widget = forms.Textarea

    def _strip(self, text: str) -> str:
        # Spaces before the first word stay: four of them are a code block.
        return _LEADING_EMPTY_LINES.sub("", text.rstrip()) if self.strip else text
