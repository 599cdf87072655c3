"""The database: records, tables, engines and one collection per noun."""
