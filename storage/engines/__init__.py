"""SQLite and PostgreSQL: connections, transactions, their errors. Only this package imports a driver."""
