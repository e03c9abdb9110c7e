"""What is asked of a dataset: one module for each question."""
