"""Code systems, and the few codes of others that were looked up. Whatever is not here is text.

LOINC and SNOMED CT codes stand beside the family's words and never instead of them. Some were read in a published
FHIR package or code list (body temperature, pain, itch, body sites); the others were seen with their label in public
code (an infection's kind, weight and height, IgE, an organism, a fracture), so the text is what counts.
"""

from typing import Any

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
CVX = "http://hl7.org/fhir/sid/cvx"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
V3_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
V3_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
CONDITION_STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical"
CONDITION_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
ALLERGY_STATUS = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
ALLERGY_VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
URI = "urn:ietf:rfc:3986"
#: Tend's own codes. A URN belongs to whoever made it, needs no address that must live for ever, and never changes.
LOCAL = "urn:uuid:6f0b6c0e-3c2b-4f4e-9a55-7a0d5d1c51e4"

#: Why there is no value (obs-6: never together with one). "Not checked" is no "no".
NO_VALUE = {
    "not_sure": "asked-unknown",
    "not_checked": "not-performed",
    "not_applicable": "not-applicable",
    "unknown": "unknown",
}
#: Parts of the document with the LOINC code of their section; "" where only a title says what it is.
SECTIONS = {
    "story": "81338-6",
    "problems": "11450-4",
    "allergies": "48765-2",
    "medications": "10160-0",
    "immunizations": "11369-6",
    "vitals": "8716-3",
    "results": "30954-2",
    "encounters": "",
    "breathing": "",
    "skin": "",
    "bones": "",
    "general": "",
    "routines": "",
    "exposures": "",
    "photos": "",
}
NOTE = (LOINC, "51855-5", "Patient Note")
TEMPERATURE = (LOINC, "8310-5", "Body temperature")
WEIGHT = (LOINC, "29463-7", "Body weight")
HEIGHT = (LOINC, "8302-2", "Body height")
OXYGEN = (LOINC, "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry")
PAIN = (LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")
IGE = (LOINC, "19113-0", "IgE [Units/volume] in Serum or Plasma")
ITCH = (SNOMED, "418363000", "Itching")
FRACTURE = (SNOMED, "125605004", "Fracture")
HIES = (ICD10CM, "D82.4", "Hyperimmunoglobulin E [IgE] syndrome")

#: Kinds of infection by site. A "lump or boil" that a family sees is not yet an abscess, so it stays text.
INFECTIONS = {
    "lung": (SNOMED, "275498002", "Respiratory tract infection"),
    "urine": (SNOMED, "68566005", "Urinary tract infectious disease"),
}
ORGANISMS = {"s_aureus": (SNOMED, "3092008", "Staphylococcus aureus")}
FINDINGS = {"pneumonia": (SNOMED, "233604007", "Pneumonia")}
#: Units of UCUM that were read; others are kept as they were written, without a code.
UNITS = {"C": "Cel", "F": "[degF]", "kg": "kg", "g": "g", "cm": "cm", "%": "%"}
#: Units of an amount of IgE counted in units, not in weight: only then does its LOINC code fit.
IGE_UNITS = frozenset({"iu/ml", "[iu]/ml", "u/ml", "ku/l", "kiu/l", "iu/l", "u/l"})


def coding(triple: tuple[str, str, str]) -> dict[str, Any]:
    system, code, display = triple
    return {"system": system, "code": code, "display": display} if display else {"system": system, "code": code}
