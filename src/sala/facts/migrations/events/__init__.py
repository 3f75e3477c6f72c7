"""The kinds of events that leave the record, each as the SQL of one function."""
