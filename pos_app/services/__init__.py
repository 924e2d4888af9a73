"""What the register remembers and does without a screen: settings, tokens, placing. No Qt."""
