"""Who answers for what: words, holes, and what a person who leaves still holds."""
