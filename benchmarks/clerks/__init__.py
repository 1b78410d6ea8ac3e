"""Many clerks keying at once on one host, beside one alone: delay of a key, memory, bytes, and no key lost."""
