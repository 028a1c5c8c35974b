"""How is the archive put on the web? One application over one engine, with one way to fail."""

from pathlib import Path

from flask import Flask, Response, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

import searchsvc
from searchsvc.engine import Engine
from searchsvc.errors import SearchsvcError
from searchsvc.settings import Settings
from searchsvc.web.api import create_api
from searchsvc.web.delivery import YEAR, deliver, digest_of
from searchsvc.web.failures import fail
from searchsvc.web.links import ArticleId
from searchsvc.web.operations import create_operations
from searchsvc.web.pages import create_pages
from searchsvc.web.syndication import create_syndication
from searchsvc.web.words import INTERFACE

PACKAGE = Path(__file__).parents[1]
STATIC = PACKAGE / "static"


def create_app(engine: Engine, settings: Settings) -> Flask:
    """The web application over `engine`: pages, JSON API, feeds, and what operators ask for."""
    templates = find_templates()
    app = Flask("searchsvc", template_folder=str(templates), static_folder=str(STATIC))
    app.url_map.converters["article_id"] = ArticleId
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    look = digest_of((STATIC,))

    def asset(name: str) -> str:
        """The address of a static file, which changes with what stands in any of them."""
        return url_for("static", filename=name, v=look)

    def kept_for_a_year(response: Response) -> Response:
        current = request.endpoint == "static" and request.args.get("v") == look
        if current and response.status_code < 400:
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.immutable = True
            response.cache_control.max_age = YEAR
        return response

    app.jinja_env.globals.update(archive=settings.title, asset=asset, interface=INTERFACE)
    app.after_request(kept_for_a_year)
    deliver(app)
    app.register_error_handler(SearchsvcError, fail)
    app.register_error_handler(HTTPException, fail)
    edition = f"{searchsvc.__version__} {digest_of((templates, STATIC))} {settings!r}"
    app.register_blueprint(create_pages(engine, settings, edition))
    app.register_blueprint(create_api(engine, settings))
    app.register_blueprint(create_syndication(engine, settings))
    app.register_blueprint(create_operations(engine, settings))
    return app


def find_templates() -> Path:
    """The folder of the templates: beside the package in a checkout, inside it in a wheel."""
    folders = (PACKAGE / "templates", PACKAGE.parent / "templates")
    return next((folder for folder in folders if folder.is_dir()), folders[0])
