"""What is measured: each function gets ready and returns what is then called and timed."""
