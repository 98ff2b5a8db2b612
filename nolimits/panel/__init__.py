"""The panels that read without knowing who asks, score and decide."""
