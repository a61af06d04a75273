"""The floor: what any Django page with a question, its tags and ten posts costs, and nothing of ours."""
