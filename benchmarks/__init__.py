"""Measurements, each run by one command and beside a named peer."""
