"""Rolling up: the superior body's one table over the packages of many units."""
