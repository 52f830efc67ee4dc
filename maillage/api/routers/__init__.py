"""The operations, one module per subject. Each reads its parameters, asks, and answers."""
