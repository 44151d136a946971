"""Bad input for every field, parameter and path of the site (reliability 2.4)."""
