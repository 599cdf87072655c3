"""The shapes that all operations share. It must not know any other folder of operations, nor wording."""
