"""Run the command line: ``python -m transcode``."""

from transcode.cli import main

if __name__ == "__main__":
    main()
