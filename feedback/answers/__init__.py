"""What a value must be, without a database: plans of surveys in memory, and the checks of every answer against them."""
