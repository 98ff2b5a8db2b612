"""Second factors: passkeys, authenticator apps and recovery codes, and how they are changed."""
