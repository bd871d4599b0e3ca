"""How the lessons reach a person: what a Jupyter server does for them."""
