"""The withdrawal whitelist: sheets, the wizard, one file per change. Knows no exchange's form."""
