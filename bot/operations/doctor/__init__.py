"""What `/doctor` checks in the database, and who asked for a report."""
