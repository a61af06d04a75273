"""Whether questions that ask the same find each other: pairs and links that people made, beside what the engines find."""
