"""Addresses of a peer's Bot API and of its webhook, from its environment."""

import os
from pathlib import Path

TOKEN = os.environ["BENCH_TOKEN"]
API = os.environ["BENCH_API"]
PORT = int(os.environ["BENCH_PORT"])
SECRET = os.environ["BENCH_SECRET"]
FOLDER = Path(os.environ["BENCH_FOLDER"])
PATH = "telegram"
URL = f"http://127.0.0.1:{PORT}/{PATH}"
