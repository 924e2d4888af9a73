"""The training store: a real merchant server on loopback. Stands beside the rest of the app."""
