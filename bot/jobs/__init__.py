"""What the house does by itself; each job asks the database what is due, leases it, and keeps no timer."""
