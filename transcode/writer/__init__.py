"""What every channel's writer is: the contract, and what it needs to keep it."""
