"""Photos that the family chose, as DocumentReferences. The pictures themselves are put in when it is handed out."""

import base64
import hashlib
from collections.abc import Mapping

from care.visits.fhir.elements import Item, Names, Resource, concept, identifier, instant
from care.visits.fhir.shapes import Photo, Record

SECTION = "photos"


def photos(record: Record, names: Names) -> list[Item]:
    return [_photo(row, names, record) for row in record.photos]


def _photo(row: Photo, names: Names, record: Record) -> Item:
    """Camera and place were taken out of the file when it came in; what is left is the picture."""
    said = ", ".join(part for part in (row.place, record.words["photo.scale"] if row.has_scale else "") if part)
    resource: Resource = {
        "resourceType": "DocumentReference",
        "identifier": identifier(row.key),
        "status": "current",
        "type": concept(record.words["photo"]),
        "subject": names.patient,
        "date": instant(row.entered_at, record.zone),
        "description": said,
        "content": [{"attachment": {"contentType": "image/jpeg", "title": row.title, "creation": row.day}}],
    }
    return Item("photos", SECTION, names.urn("DocumentReference", row.key), resource, row)


def filled(resource: Resource, pictures: Mapping[str, bytes], gone: str) -> Resource:
    """A DocumentReference with its picture inside; one whose picture is gone says so. ``pictures``: JPEG files by the
    key of the photo. ``hash`` is the SHA-1 of the file, as R4 asks (Attachment.hash)."""
    key = resource["identifier"][0]["value"].removeprefix("urn:uuid:")
    attachment = resource["content"][0]["attachment"]
    data = pictures.get(key)
    if data is None:
        attachment = {"title": f"{attachment['title']} ({gone})"}
    else:
        attachment = attachment | {
            "data": base64.b64encode(data).decode(),
            "size": len(data),
            "hash": base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode(),
        }
    return resource | {"content": [{"attachment": attachment}]}
