"""What things cost: scripts that `make bench` starts, each also alone; the last lines of each say how."""
