"""Invented people and four months of their history, for trying the site out. Everything here is
made up: names are put together at random, numbers of residents are assumed."""
