"""House rules as lint: each rule with its reason, each rule tested with a sample that breaks it."""
