"""How is the archive served to browsers?"""

import signal
from types import FrameType

import click
from waitress import create_server
from waitress.server import BaseWSGIServer, MultiSocketServer

from searchsvc.cli.context import Archive, on_index
from searchsvc.errors import BadValue, SearchsvcError
from searchsvc.web import create_app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 256), default=8, show_default=True)
@on_index
def serve(
    archive: Archive, host: str, port: int, threads: int, index: str | None, engine: str | None
) -> None:
    """Serve pages, feeds and the JSON API; --port 0 takes a free port."""
    opened, settings = archive.open(index, engine)
    opened.state()
    application = create_app(opened, settings)
    name = f"[{host}]" if ":" in host else host
    try:
        server = create_server(application, host=host, port=port, threads=threads)
    except ValueError as error:
        raise BadValue(f"--host {host!r} is not an address or a name of this machine.") from error
    except OSError as error:
        raise SearchsvcError(f"{name}:{port} can't be served on: {error.strerror}.") from error
    signal.signal(signal.SIGTERM, stop)
    click.echo(f"Serving on http://{name}:{port_of(server)}")
    try:
        server.run()
    finally:
        server.close()
        opened.close()


def port_of(server: BaseWSGIServer | MultiSocketServer) -> int:
    """The port that `server` listens on; a name of several addresses has one for each."""
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    return int(server.effective_port)


def stop(number: int, frame: FrameType | None) -> None:
    """End like a keyboard interrupt, so that the server closes its sockets."""
    raise SystemExit(0)
