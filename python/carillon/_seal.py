"""The first wall, Python's side of it: what reaches out of Python is taken away before a scenario is read."""

import _imp
import builtins
import gc
import os
import posix
import sys
import time
from importlib.machinery import BuiltinImporter, ModuleSpec

_gone = {
    *("js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "pyodide_http", "ctypes", "_ctypes"),
    *("socket", "_socket", "ssl", "_ssl", "select", "selectors", "asyncio", "_asyncio", "webbrowser"),
    *("subprocess", "_posixsubprocess", "multiprocessing", "_multiprocessing", "_interpreters", "pty", "fcntl"),
    *("_testcapi", "_testinternalcapi", "_testlimitedcapi", "_testclinic", "_testclinic_limited", "_xxtestfuzz"),
    *("_remote_debugging", "faulthandler", "mmap", "termios"),
}
_processes = ("system", "popen", "fork", "fork1", "forkpty", "kill", "killpg", "abort", "posix_spawn", "posix_spawnp")
_processes += tuple(name for name in dir(os) if name.startswith(("exec", "spawn")))


class _Wall:
    """Says plainly what is not there; a scenario that takes it away finds nothing behind it."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in _gone:
            raise ImportError(f"a scenario cannot import {name!r}: it has no network, no processes, no JavaScript")
        return None


def seal():
    _drop_javascript()
    sys.meta_path.insert(0, _Wall)
    sys.path[:] = [each for each in sys.path if each.endswith("python314.zip")]
    sys.path_importer_cache.clear()
    for module in (os, posix):
        for name in _processes:
            module.__dict__.pop(name, None)
    # Pyodide's own way to sleep asks JavaScript whether it may wait.
    time.sleep = _imp.create_builtin(ModuleSpec("time", BuiltinImporter, origin="built-in")).sleep
    os.environ.clear()
    posix.environ.clear()
    for name in ("input", "breakpoint", "help", "exit", "quit", "copyright", "credits", "license"):
        builtins.__dict__.pop(name, None)


def _drop_javascript():
    """Every reference to JavaScript goes: with no object of it left, Python cannot make another."""
    proxy = _proxy_type()
    for finder in list(sys.meta_path):
        name = finder.__name__ if isinstance(finder, type) else type(finder).__name__
        if name in ("JsFinder", "WindowsToLinuxPathFinder"):
            sys.meta_path.remove(finder)
    for name in list(sys.modules):
        if name.partition(".")[0] in _gone:
            module = sys.modules.pop(name)
            if type(module) is type(sys):
                module.__dict__.clear()
    sys.modules["__main__"].__dict__.clear()
    for holder in gc.get_objects():
        if type(holder) is dict:
            for key in [key for key, value in holder.items() if isinstance(value, proxy)]:
                del holder[key]
        elif type(holder) is list:
            holder[:] = [each for each in holder if not isinstance(each, proxy)]
        elif type(holder).__name__ in ("JsLoader", "JsFinder"):
            holder.__dict__.clear()
    gc.collect()


def _proxy_type():
    """What all objects of JavaScript have as their last ancestor but `object`."""
    return type(sys.modules["pyodide_js"]).__mro__[-2]
