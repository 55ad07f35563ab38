"""What is kept: rows in SQLite or PostgreSQL, files in a folder or in S3."""
