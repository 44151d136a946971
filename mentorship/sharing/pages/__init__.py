"""What is shown to other sites, and what people see of their links."""
