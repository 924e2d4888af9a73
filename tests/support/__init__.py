"""What the tests share: guards against leaks, a private desktop, a client for accessibility."""
