"""When things happened in every episode of every question, as rows that are derived from the events."""
