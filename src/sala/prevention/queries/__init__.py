"""Every read of `prevention`: frozen values, never rows."""
