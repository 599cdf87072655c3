"""Other bots, each a process of its own and written as its library's own documentation does; no figure is ours."""
