"""Pages of the editor's room beside a test and a question: statistics, putting results right, the
marking desk, trying a test. Registered in `wagtail_hooks`."""
