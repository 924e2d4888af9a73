"""The leak test: where cards must not be, and a program that types them."""
