"""Typing the opinions of the ballots noted as having one."""
