"""Open pages learn that something changed.

A socket carries ids and versions only; the browser fetches what changed through the ordinary views, so that there is one
renderer and one permission check. Nothing depends on a socket: a page without one shows the same when it is reloaded.
"""
