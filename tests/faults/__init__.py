"""Orders placed against every fault, killed at every step, and judged by the merchant's ledger."""
