"""`python -m swell`: the command line, where the command itself is not on the path."""

from swell.cli import main

if __name__ == "__main__":
    main()
