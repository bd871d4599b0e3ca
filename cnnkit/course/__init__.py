"""How the lessons reach a person: the command line, copies of the lessons, a Jupyter server."""
