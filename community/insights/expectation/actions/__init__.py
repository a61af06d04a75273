"""Computing what is expected, and writing down what was said."""
