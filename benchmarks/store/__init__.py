"""A ballot saved by the store, beside the floor that any durable save has, TinyDB's own storage and SQLite."""
