"""A real MediaWiki on loopback, and the corpus that the offline wiki and the demo share with it."""
