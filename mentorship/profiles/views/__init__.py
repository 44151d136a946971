"""Pages of profiles: one profile (profile), editing it (editor), the role (roles)."""
