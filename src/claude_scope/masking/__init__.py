"""Covers secrets in the pictures of a session: where they stand (`plan`), their exact pixels, the covered copies."""
