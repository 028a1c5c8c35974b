"""In which words is a shape described? Small JSON Schemas, of which larger ones are made."""

Schema = dict[str, object]


def text(description: str = "", **rest: object) -> Schema:
    """A string."""
    return described({"type": "string", **rest}, description)


def optional(schema: Schema) -> Schema:
    """The same, or null."""
    return schema | {"type": [schema["type"], "null"]}


def whole(description: str = "", least: int = 0) -> Schema:
    """An integer."""
    return described({"type": "integer", "minimum": least}, description)


def flag(description: str = "") -> Schema:
    """True or false."""
    return described({"type": "boolean"}, description)


def listed(items: Schema, description: str = "") -> Schema:
    """An array."""
    return described({"type": "array", "items": items}, description)


def record(properties: Schema, description: str = "") -> Schema:
    """An object that always has all of `properties`."""
    schema: Schema = {"type": "object", "properties": properties, "required": list(properties)}
    return described(schema, description)


def described(schema: Schema, description: str) -> Schema:
    """`schema` with its description, if there is one."""
    return schema | {"description": description} if description else schema


def reference(name: str) -> Schema:
    """The schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
PERIOD = r"^(\d{4}|undated)$"
MONTH = r"^\d{4}-\d{2}$"
DAY = r"^\d{4}-\d{2}-\d{2}$"
MONTH_DAY = r"^\d{2}-\d{2}$"
