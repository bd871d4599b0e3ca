"""The course as a folder of static files: see tools/site.py."""
