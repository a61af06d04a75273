"""Peerdesk: the Django project package and the features of a community."""
