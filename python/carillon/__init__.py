"""Carillon's side of a custom scenario. Authors import from here what `__init__.pyi` declares."""
