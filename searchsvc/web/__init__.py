"""How is the archive put on the web? One application over one engine, with one way to fail."""

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

import searchsvc
from searchsvc.engine import Engine
from searchsvc.errors import SearchsvcError
from searchsvc.settings import Settings
from searchsvc.web.api import create_api
from searchsvc.web.assets import add_assets, digest
from searchsvc.web.delivery import deliver
from searchsvc.web.escaping import Escaped
from searchsvc.web.failures import fail
from searchsvc.web.interface import add_interface
from searchsvc.web.links import ArticleId
from searchsvc.web.operations import create_operations
from searchsvc.web.pages import create_pages
from searchsvc.web.shelf import Shelf
from searchsvc.web.syndication import create_syndication
from searchsvc.web.tight import Tight

PACKAGE = Path(__file__).parents[1]


def create_app(engine: Engine, settings: Settings) -> Flask:
    """The web application over `engine`: pages, JSON API, feeds, and what operators ask for."""
    templates = find_templates()
    app = Flask("searchsvc", template_folder=str(templates), static_folder=None)
    app.url_map.converters["article_id"] = ArticleId
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.jinja_env.template_class = Escaped
    app.jinja_env.add_extension(Tight)
    app.jinja_env.globals.update(archive=settings.title)
    deliver(app)
    add_interface(app)
    add_assets(app, PACKAGE / "static")
    app.register_error_handler(SearchsvcError, fail)
    app.register_error_handler(HTTPException, fail)
    shelf = Shelf(edition(templates, settings))
    app.register_blueprint(create_pages(engine, settings, shelf))
    app.register_blueprint(create_api(engine, settings, shelf))
    app.register_blueprint(create_syndication(engine, settings, shelf))
    app.register_blueprint(create_operations(engine, settings))
    return app


def find_templates() -> Path:
    """The folder of the templates: beside the package in a checkout, inside it in a wheel."""
    folders = (PACKAGE / "templates", PACKAGE.parent / "templates")
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def edition(templates: Path, settings: Settings) -> str:
    """What the form of all pages depends on: the software, its templates, the settings."""
    locale = (PACKAGE / "locale").rglob("*")
    files = sorted((*templates.iterdir(), *(PACKAGE / "static").iterdir(), *locale))
    content = digest(b"\0".join(path.read_bytes() for path in files if path.is_file()))
    return f"{searchsvc.__version__} {content} {settings!r}"
