"""The notebooks in a real JupyterLab, opened in a real browser.

A package, so that its JupyterLab and its Chromium close when the last test of this folder is done:
Playwright keeps an event loop running in the thread, and tests of other folders start their own.
"""
