"""Chapter vm."""
