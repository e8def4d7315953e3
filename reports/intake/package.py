"""The parts of an Office file: unpacked with limits, as XML without DOCTYPE and entities. Nothing is ever fetched."""

import io
import posixpath
import re
import zipfile

from lxml import etree

from .guard import ENCRYPTED, ZIP_ERRORS, Refused, directory

# All XML that is read of one file. A report of a thousand rows is 5 MB; the tree in memory is several times as large.
MAX_XML_BYTES = 32 * 1024 * 1024

RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_ODF_LIST = "meta-inf/manifest.xml"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_DAMAGED = "Файл повреждён: {} не читается. Откройте его в редакторе, сохраните ещё раз и загрузите снова."
# Word's «Strict Open XML» is the same language under other names.
_STRICT_LANGUAGE = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/main")
_STRICT_RELATIONSHIPS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONSHIPS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Package:
    """An Office file that the guard admitted. Every reading method raises Refused for what is damaged or too large."""

    def __init__(self, data: bytes) -> None:
        self.names = {member.filename.lower(): member for member in directory(data)}
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._left = MAX_XML_BYTES
        self._rels: dict[str, list[tuple[str, str, bool, str]]] = {}

    def read(self, name: str) -> bytes:
        """The bytes of a part, never more than this package may still unpack, whatever the directory says."""
        member = self.names.get(name.lower())
        if member is None:
            raise Refused(_DAMAGED.format(f"часть «{name}»"))
        try:
            with self._archive.open(member) as part:
                data = part.read(self._left + 1)
        except ZIP_ERRORS as error:
            raise Refused(_DAMAGED.format(f"часть «{name}»")) from error
        self._left -= len(data)
        if self._left < 0:
            raise Refused("Файл слишком велик, чтобы его прочитать. Разделите его на несколько и загрузите по одному.")
        return data

    def xml(self, name: str) -> etree._Element:
        """The root element of a part."""
        data = _as_utf8(self.read(name), name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Refused(
                "В файле есть описание DOCTYPE, которого редакторы не пишут и которое может быть опасным. Откройте "
                "файл в редакторе, сохраните ещё раз и загрузите снова."
            )
        data = _STRICT_LANGUAGE.sub(rb"http://schemas.openxmlformats.org/\1/2006/main", data)
        data = data.replace(_STRICT_RELATIONSHIPS, _RELATIONSHIPS)
        # The encoding is given, so that no declaration can make other characters of these bytes than were looked at.
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_NO_MEMORY:  # type: ignore[attr-defined]
                raise MemoryError from error
            raise Refused(_DAMAGED.format(f"часть «{name}»")) from error

    def main_part(self) -> str:
        """The name of the part that the package is about."""
        targets = self.targets("")
        if "officeDocument" not in targets:
            raise Refused(_DAMAGED.format("главная часть"))
        return targets["officeDocument"]

    def targets(self, part: str) -> dict[str, str]:
        """The parts that this one points to, by the last word of the relationship's type; the first of each type."""
        found: dict[str, str] = {}
        for kind, target, is_external, _ in self._relationships(part):
            if not is_external:
                found.setdefault(kind, _joined(part, target))
        return found

    def parts_by_id(self, part: str) -> dict[str, str]:
        """The parts that this one points to, by the id of the relationship."""
        found = self._relationships(part)
        return {each: _joined(part, target) for _, target, is_external, each in found if not is_external}

    def external(self, part: str) -> set[str]:
        """The kinds of what this part takes from outside the file: "image", "attachedTemplate", …; never fetched."""
        return {kind for kind, _, is_external, _ in self._relationships(part) if is_external}

    def _relationships(self, part: str) -> list[tuple[str, str, bool, str]]:
        """Kind, target, whether it lies outside the file, and id."""
        if part not in self._rels:
            folder, name = posixpath.split(part)
            rels = posixpath.join(folder, "_rels", f"{name}.rels")
            found = self.xml(rels).iter(f"{RELS}Relationship") if rels.lower() in self.names else ()
            self._rels[part] = [
                (
                    each.get("Type", "").rpartition("/")[2],
                    each.get("Target", ""),
                    each.get("TargetMode") == "External",
                    each.get("Id", ""),
                )
                for each in found
            ]
        return self._rels[part]

    @property
    def has_macros(self) -> bool:
        """Whether a program lies in the file; nothing here could run it."""
        return any(name.endswith("vbaproject.bin") for name in self.names)


def _joined(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def check(data: bytes) -> None:
    """Unpack and parse all XML of an archive within the limits, for another program that has none. Raises Refused."""
    package = Package(data)
    # Of an ODT with a password only the list of its parts can be read.
    if _ODF_LIST in package.names and package.xml(_ODF_LIST).find(f".//{_ODF}encryption-data") is not None:
        raise Refused(ENCRYPTED)
    for name in package.names:
        if name.endswith((".xml", ".rdf")):
            package.xml(name)


def _as_utf8(data: bytes, name: str) -> bytes:
    """OPC allows UTF-8 and UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Refused(_DAMAGED.format(f"часть «{name}»")) from error
        # A declaration of UTF-16 must not stand before what is now UTF-8.
        return re.sub(r"^<\?xml[^>]*\?>", "", text).encode()
    return data
