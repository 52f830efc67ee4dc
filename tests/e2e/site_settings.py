"""The site that the browser visits: production settings, its own static folder, no network."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["E2E_STATIC_ROOT"])
API_RATE_PER_MINUTE = 100_000
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
