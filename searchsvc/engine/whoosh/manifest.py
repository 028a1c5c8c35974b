"""What is a generation made of, and what is known of it without opening it?"""

from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from searchsvc.engine import Source
from searchsvc.engine.whoosh.files import replace_file
from searchsvc.engine.whoosh.journal import Withdrawal
from searchsvc.engine.whoosh.schema import fingerprint
from searchsvc.errors import IndexDamaged, IndexOutdated

NAME = "manifest.json"
KINDS = dict.fromkeys(("articles", "hidden", "embargoed", "journal", "rejects"), int) | (
    dict.fromkeys(("generation", "built", "previous"), str)
)
"""What the fields are that writers count and follow."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of one generation, written last.

    `articles` counts all that it holds, `hidden` the withdrawn among them, `embargoed` those whose
    time had not come when it was built. `journal` is the place in the journal up to which all
    changes went in; `withdrawn` maps the ids that were ever withdrawn to what was said then;
    `previous` is the generation that `rollback` leads to, "" if there is none. The checksums of the
    index's own files stand beside them.
    """

    generation: str
    fingerprint: str
    built: str
    articles: int
    languages: tuple[str, ...]
    hidden: int
    embargoed: int
    journal: int
    withdrawn: dict[str, Withdrawal]
    sources: tuple[Source, ...]
    rejects: int
    previous: str


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put `manifest` beside the files that it describes, synced."""
    replace_file(folder / NAME, orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`.

    Raises FileNotFoundError without one, IndexDamaged if it can't be read, IndexOutdated if
    another version wrote it.
    """
    try:
        fields = orjson.loads((folder / NAME).read_bytes())
        if fields["fingerprint"] != fingerprint():
            raise IndexOutdated(
                f"The index in {folder} was written by another version of searchsvc;"
                " run `searchsvc reindex`."
            )
        for name, kind in KINDS.items():
            if not isinstance(fields[name], kind):
                raise TypeError(f"{name} is {fields[name]!r}")
        return Manifest(
            **fields
            | {
                "languages": tuple(fields["languages"]),
                "sources": tuple(Source(**source) for source in fields["sources"]),
                "withdrawn": {
                    name: Withdrawal(**withdrawal | {"aliases": tuple(withdrawal["aliases"])})
                    for name, withdrawal in fields["withdrawn"].items()
                },
            }
        )
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(
            f"{folder / NAME} can't be read ({error}). Run `searchsvc rollback` or"
            " `searchsvc reindex`."
        ) from error


def read_sources(folder: Path) -> tuple[str, ...]:
    """The names of the sources in a manifest of whatever version, () if that can't be read."""
    try:
        fields = orjson.loads((folder / NAME).read_bytes())
        return tuple(str(source["path"]) for source in fields["sources"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
