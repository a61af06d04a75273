from __future__ import annotations


def test_builders_see_every_component(client, settings):
    settings.DEBUG = True
    page = client.get("/styleguide/").content.decode()
    assert all(part in page for part in ("button-primary", "chip-solved", "post-accepted", "errorlist", "toast"))


def test_nobody_else_does(client, settings, db):
    settings.DEBUG = False
    assert client.get("/styleguide/").status_code == 404
