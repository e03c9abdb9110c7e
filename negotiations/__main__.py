"""``python -m negotiations``: the command line."""

from negotiations.cli import main

if __name__ == "__main__":
    main()
