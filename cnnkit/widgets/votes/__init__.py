"""The votes of pooled numbers for each class, and their sum."""
