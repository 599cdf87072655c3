"""Work without a command. Each job asks the database what is due, leases it, and keeps no timer."""
