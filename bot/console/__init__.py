"""The commands of whoever runs the installation."""
