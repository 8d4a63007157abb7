"""Task + wiki → items, streamed into the ledger. Reads; never writes to a wiki."""
