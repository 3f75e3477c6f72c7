"""What the database itself enforces of `access`, beside the room."""
