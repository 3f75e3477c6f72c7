"""Every read of `partnership`: frozen values, never rows."""
