"""Texts people write: cleaned on the way in, rendered once to safe HTML, compared by look, imported, excerpted."""

from community.text.cleaning import TextRefused, clean_text
from community.text.excerpt import excerpt, plain_text
from community.text.fields import CleanCharField, CleanTextField
from community.text.importing import html_to_markdown
from community.text.markdown import RENDER_VERSION, Rendered, render_markdown
from community.text.names import skeleton

__all__ = [
    "RENDER_VERSION",
    "CleanCharField",
    "CleanTextField",
    "Rendered",
    "TextRefused",
    "clean_text",
    "excerpt",
    "html_to_markdown",
    "plain_text",
    "render_markdown",
    "skeleton",
]
