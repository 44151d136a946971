"""Input made clean values: sections, hours and switches (sections), the role (roles)."""
