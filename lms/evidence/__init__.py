"""How far results can be relied on: signs that ask for a look, and holds that people decide about."""
