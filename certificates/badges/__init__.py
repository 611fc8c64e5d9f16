"""Certificates as Open Badges 3.0 under Verifiable Credentials 2.0, and the keys that sign them.

Everything here is computed from what was frozen at issue; nothing is stored but the keys."""
