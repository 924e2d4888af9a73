"""Tests of the training merchant, from outside: over HTTP and raw sockets."""
