"""The withdrawal whitelist: sheets, wizard, one file per change. It must not know an exchange's form."""
