"""Telling members what concerns them: an inbox, and mails for those who want them."""
