"""The text a person reads of each part: made from the resources themselves, so that both say the same."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

Resource = dict[str, Any]
#: Lines of a part. More are counted in a last line; the resources are all there.
MOST = 200


def text(lines: Iterable[str], more: str) -> Resource:
    """A Narrative (R4): plain XHTML in its own namespace, made by a machine."""
    every = list(lines)
    shown = every[:MOST]
    if len(every) > MOST:
        shown.append(more % {"count": len(every) - MOST})
    body = "".join(f"<li>{escape(line)}</li>" for line in shown)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><ul>{body}</ul></div>'}


def line(resource: Resource, words: dict[str, str]) -> str:
    """A resource in one line: when, what, and what was found."""
    what = said(resource.get("code") or resource.get("vaccineCode") or resource.get("medicationCodeableConcept") or {})
    if resource["resourceType"] == "DocumentReference":
        # Its title says what it shows and when.
        return str(resource["content"][0]["attachment"]["title"])
    if resource["resourceType"] == "Encounter":
        what = resource["class"].get("display", "")
    parts = [when(resource), what, *values(resource, words)]
    state = resource.get("statusReason") or {}
    reasons = state if isinstance(state, list) else [state]
    parts += [said(reason) for reason in reasons]
    for one in resource.get("component", ()):
        parts.append(": ".join(part for part in (said(one["code"]), "; ".join(values(one, words))) if part))
    parts += [said(one) for reaction in resource.get("reaction", ()) for one in reaction.get("manifestation", ())]
    parts += [one["text"] for one in resource.get("note", ())]
    verified = resource.get("verificationStatus", {}).get("coding", [{}])[0].get("code", "")
    parts.append(words.get(f"verification.{verified}", ""))
    return ", ".join(part.strip() for part in parts if part.strip())


def said(concept: Resource) -> str:
    return concept.get("text") or next((one.get("display", "") for one in concept.get("coding", ())), "")


def when(resource: Resource) -> str:
    for name in ("effectiveDateTime", "onsetDateTime", "occurrenceDateTime", "occurrenceString"):
        if name in resource:
            return str(resource[name])
    found = resource.get("effectivePeriod") or resource.get("period") or {}
    return " – ".join(dict.fromkeys(part for part in (found.get("start", ""), found.get("end", "")) if part))


def values(resource: Resource, words: dict[str, str]) -> Iterator[str]:
    if "valueQuantity" in resource:
        quantity = resource["valueQuantity"]
        yield f"{quantity['value']} {quantity.get('unit', '')}".strip()
    if "valueCodeableConcept" in resource:
        yield said(resource["valueCodeableConcept"])
    for name in ("valueString", "valueInteger"):
        if name in resource:
            yield str(resource[name])
    if "valueBoolean" in resource:
        yield words["yes" if resource["valueBoolean"] else "no"]
    if "dataAbsentReason" in resource:
        code = resource["dataAbsentReason"]["coding"][0]["code"]
        yield words.get(f"absent.{code}", code)
