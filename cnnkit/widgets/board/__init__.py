"""The view that all explorers share: Python's half here, the browser's half in js/board/."""
