"""Properties hold on a busy machine too: times are printed, never judged."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
