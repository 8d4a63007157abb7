"""What the commands do, without their words: each service is one job over the floors below."""
