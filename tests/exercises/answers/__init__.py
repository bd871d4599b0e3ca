"""What students answer to each exercise, by lesson; see `../test_answers_of_students.py`."""
