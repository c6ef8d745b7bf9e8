"""What runs inside every task: the protocol between schedulers and steps, and the store."""
