"""Doors of the pages that look across."""
