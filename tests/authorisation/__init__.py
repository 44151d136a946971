"""Who may call what: the matrix as data, and the cast that plays it."""
