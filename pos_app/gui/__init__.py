"""The window. Sees the domain and the bridge, nothing else."""
