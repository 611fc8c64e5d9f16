"""Forms of the class pages, with the sentences of ux 5.3."""
