"""Open the lessons: the command line, a student's copies, and the hook of the Jupyter server."""
