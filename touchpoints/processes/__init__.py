"""Process maps without the database: their words, sums, texts and picture."""
