"""What is read to measure and to judge the learning."""
