"""How an answer is judged: run safely, compared, explained, kept."""
