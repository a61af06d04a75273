"""A community that is made up, with habits set beforehand, running on the real code: to see what routing would do there."""
