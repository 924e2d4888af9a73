"""The one bridge between the window and everything slow. Qt core only."""
