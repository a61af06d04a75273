"""The judgement of peers as numbers that explain themselves: reputation, trust levels, leaderboards."""
