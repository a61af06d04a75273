"""`make bench`: our pages and the floor that every ratio refers to, in interleaved rounds (docs/performance.md)."""
