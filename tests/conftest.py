"""What all tests share: no property test fails because the machine is busy."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# By itself hypothesis fails an example that takes 0.2 s, and one that is slow to draw.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")
