"""The Firmly API client: wire format, streams, sessions. No Qt and no disk."""
