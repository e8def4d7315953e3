"""Which report of this portal a Word document says it was exported from."""

from lxml.etree import QName

from reports.handout import ORIGIN_PROPERTY, Origin, read_origin

from .package import Package

# As most programs write the relationship, and as the strict form of the standard does.
_KINDS = ("custom-properties", "customProperties")


def origin_of(package: Package) -> Origin | None:
    """The origin among the document's custom properties. Raises Refused if they are damaged."""
    targets = package.targets("")
    names = [targets[kind] for kind in _KINDS if kind in targets and targets[kind].lower() in package.names]
    for name in names:
        for each in package.xml(name):
            if QName(each).localname == "property" and each.get("name") == ORIGIN_PROPERTY:
                return read_origin("".join(str(text) for text in each.itertext()))
    return None
