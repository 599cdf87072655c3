"""What is wrong, and what to do about it: asked in chat, examined by a job, and by the console."""
