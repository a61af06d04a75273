"""What is learned and how: counters, texts, features and the model, as plain objects without Django or a database."""
