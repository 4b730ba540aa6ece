"""Finds out whose code raised an exception in a build: a script of the project, a plugin, MkDocs, or papertrail."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path
from types import FrameType

from papertrail.publishing.host import HOST, HOST_FOLDER
from papertrail.publishing.mkdocs_internals import plugin_step
from papertrail.records.config_file import position_of
from papertrail.text.strings import printable, quoted

_OWN = str(Path(__file__).parents[1]) + os.sep
_MKDOCS = str(HOST_FOLDER) + os.sep


def failed_code(error: BaseException, config_file: Path) -> str | None:
    """Return a message about an exception: whose code raised it, where, and what to do.

    None if papertrail's code did, or if the machine lacks something, such as space on the disk.
    """
    if isinstance(error, MemoryError | UnicodeEncodeError) or getattr(error, "errno", None) in _LACKING:
        return None
    frames = list(traceback.walk_tb(error.__traceback__))
    own = max((number for number, (frame, _) in enumerate(frames) if _file(frame).startswith(_OWN)), default=-1)
    foreign = frames[own + 1 :]
    if not any(_file(frame).startswith(_MKDOCS) for frame, _ in foreign):
        return None
    what = printable(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
    script = _in_project(error, foreign, config_file)
    steps = [(step, number) for number, (frame, _) in enumerate(foreign) if (step := plugin_step(frame))]
    if not steps:
        if script:
            return f"{script}: {what}; fix this line"
        if isinstance(error, OSError):
            return None
        return f"{config_file}: MkDocs failed: {what}; check the settings in this file{_TRACEBACK}"
    step, number = steps[-1]
    failure = f"plugin {quoted(step.plugin)} {step.failure}: {what}"
    if script:
        return f"{script}: {failure}; fix this line"
    if step.plugin.endswith(".py"):
        return f"{position_of(config_file, 'hooks', step.plugin)}: {failure}; fix this script"
    position = position_of(config_file, "plugins", plugin_name(step.plugin))
    raised_at = _raised_at(foreign[number + 1 :])
    return f"{position}: {failure}{raised_at}; check its options, update it, or remove it{_TRACEBACK}"


def plugin_name(name: str) -> str:
    """Return the usual name of a plugin in the configuration. MkDocs adds the theme, and a number to a second one."""
    return name.rpartition("/")[2].partition(" #")[0]


_LACKING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE})
"""Errors of a machine that lacks something."""
_TRACEBACK = f" (`{HOST} build` shows the traceback)"


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename


def _in_project(error: BaseException, frames: list[tuple[FrameType, int]], config_file: Path) -> str | None:
    """Return the file and line of a script of the project in which an exception was raised, such as a hook."""
    positions = [(_file(frame), line) for frame, line in frames]
    if isinstance(error, SyntaxError) and error.filename:
        positions.append((error.filename, error.lineno or 1))
    own = [f"{printable(os.path.relpath(file))}:{line}" for file, line in positions if in_project(file, config_file)]
    return next(reversed(own), None)


def in_project(file: str, config_file: Path) -> bool:
    """Whether a file belongs to the project, and not to an environment of Python inside it."""
    path = Path(file)
    root = config_file.resolve().parent
    return path.is_relative_to(root) and not path.is_relative_to(sys.prefix) and "site-packages" not in path.parts


def _raised_at(frames: list[tuple[FrameType, int]]) -> str:
    """Return the file and line in a plugin's module that the exception came from."""
    if not frames:
        return ""
    module = _file(frames[0][0])
    return f" ({printable(module)}:{[line for frame, line in frames if _file(frame) == module][-1]})"
