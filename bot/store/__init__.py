"""What the bot remembers: one set of tables for SQLite and PostgreSQL."""
