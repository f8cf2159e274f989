"""The web server's own lines (a worker that hangs, or was killed) are lines of the same log: `--logger-class`."""

from typing import Any

from gunicorn.glogging import Logger

from config.logs import JsonLines


class Lines(Logger):
    """gunicorn's log, written as ours is."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())
