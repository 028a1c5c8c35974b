"""What does `python -m searchsvc` run? The same as the command `searchsvc`."""

from searchsvc.cli import main

if __name__ == "__main__":
    main()
