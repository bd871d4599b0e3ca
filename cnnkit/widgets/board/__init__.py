"""The one generic view that all explorers share: Python's half here, the browser's in static/."""
