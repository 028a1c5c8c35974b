"""Which engine does a name mean?"""

import os
from pathlib import Path

from searchsvc.engine import Engine
from searchsvc.errors import BadValue


def open_engine(name: str, index: Path) -> Engine:
    """The engine called `name`; "whoosh" keeps its files in the folder `index`.

    Engines are imported only when they are asked for. Raises BadValue for an unknown name.
    """
    match name:
        case "whoosh":
            # numpy starts threads for linear algebra, which nothing here asks of it.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            from searchsvc.engine.whoosh import WhooshEngine

            return WhooshEngine(index)
        case _:
            raise BadValue(f"There is no engine {name!r}; there is whoosh.")
