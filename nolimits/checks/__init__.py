"""What must be known of an adult before they meet a young person: identity, references, DBS."""
