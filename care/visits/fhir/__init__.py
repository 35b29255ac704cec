"""A visit summary as FHIR R4 (4.0.1): plain values of a record in, plain dicts out. No Django, no clock, no database.

``resources`` makes what is stored with a summary's version; ``bundle`` puts the chosen parts of it into one document.
The resources are those of HL7 FHIR R4; which code is used for what, and what stays text, is said in ``codes``.
"""

from care.visits.fhir.document import SCHEMA, bundle
from care.visits.fhir.record import resources

__all__ = ["SCHEMA", "bundle", "resources"]
