"""``python -m negotiations`` and ``negotiations``: the command line, as a process of its own."""

import gc

__all__ = ["run"]


def run() -> None:
    """Run the command line and exit with its status.

    What a short command loads stays to its end. Looking through it for garbage, and again when the process
    ends, takes as long as the command does, and is done seldom.
    """
    gc.disable()
    from negotiations.cli import main

    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()
    try:
        main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()
