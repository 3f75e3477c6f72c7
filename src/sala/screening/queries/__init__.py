"""Every read of `screening`: frozen values, never rows."""
