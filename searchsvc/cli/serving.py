"""How is the archive served to browsers?"""

import signal
from types import FrameType

import click
from waitress import create_server
from waitress.server import BaseWSGIServer, MultiSocketServer

from searchsvc.cli.context import Archive, on_index
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
    server = create_server(create_app(opened, settings), host=host, port=port, threads=threads)
    signal.signal(signal.SIGTERM, stop)
    name = f"[{host}]" if ":" in host else host
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
