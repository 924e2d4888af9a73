"""pos-app: the desktop application with which in-store clerks take orders by phone."""

__version__ = "0.1.0"
