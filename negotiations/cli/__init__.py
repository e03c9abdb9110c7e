"""The command line: parse, call, render, exit status. Everything it does can be had in Python."""

from negotiations.cli.main import main

__all__ = ["main"]
