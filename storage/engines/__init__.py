"""SQLite and PostgreSQL: connections, transactions, their errors. Nothing else imports a driver."""
