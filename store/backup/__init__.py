"""Backups (备份): making them while people work, and putting them back after everything was checked."""
