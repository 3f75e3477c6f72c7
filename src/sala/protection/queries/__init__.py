"""Every read of `protection`: frozen values, never rows."""
