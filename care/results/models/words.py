"""The closed words of this room for people."""

from django.utils.translation import gettext_lazy as _

from care.results.rules import words as w

TEST = {
    w.Test.IGE: _("IgE"),
    w.Test.EOSINOPHILS: _("Eosinophils"),
    w.Test.BLOOD_COUNT: _("Blood count"),
    w.Test.IGG: _("IgG"),
    w.Test.IGA: _("IgA"),
    w.Test.IGM: _("IgM"),
    w.Test.IGG_TROUGH: _("IgG before an infusion (trough)"),
    w.Test.CRP: _("CRP"),
    w.Test.CULTURE: _("Culture"),
    w.Test.AZOLE_LEVEL: _("Antifungal (azole) level"),
    w.Test.TRIMETHOPRIM_LEVEL: _("Trimethoprim (TMP) level"),
    w.Test.LIVER: _("Liver values"),
    w.Test.KIDNEY: _("Kidney values"),
    w.Test.OTHER: _("Another test"),
}
SCAN = {
    w.Scan.ECHO: _("Heart ultrasound (echo)"),
    w.Scan.CT: _("CT"),
    w.Scan.MRI: _("MRI"),
    w.Scan.MRA: _("MRA (MRI of blood vessels)"),
    w.Scan.XRAY: _("X-ray"),
    w.Scan.DXA: _("Bone density (DXA)"),
    w.Scan.ULTRASOUND: _("Ultrasound"),
    w.Scan.LUNG_FUNCTION: _("Lung function"),
    w.Scan.OTHER: _("Another one"),
}
WEIGHT_UNIT = {w.WeightUnit.KILOGRAM: _("kg"), w.WeightUnit.GRAM: _("g"), w.WeightUnit.POUND: _("lb")}
LENGTH_UNIT = {w.LengthUnit.CENTIMETRE: _("cm"), w.LengthUnit.INCH: _("in")}
EXTRACTION = {
    w.Extraction.NOT_PLANNED: _("Not planned"),
    w.Extraction.PLANNED: _("Planned"),
    w.Extraction.DONE: _("Taken out"),
    w.Extraction.NOT_SURE: _("Not sure"),
}
BONE = {
    w.Bone.SKULL: _("Head or face"),
    w.Bone.COLLARBONE: _("Collarbone"),
    w.Bone.UPPER_ARM: _("Upper arm"),
    w.Bone.ELBOW: _("Elbow"),
    w.Bone.FOREARM: _("Forearm"),
    w.Bone.WRIST: _("Wrist"),
    w.Bone.HAND: _("Hand or finger"),
    w.Bone.RIB: _("Rib"),
    w.Bone.SPINE: _("Spine (back or neck)"),
    w.Bone.PELVIS: _("Pelvis or hip"),
    w.Bone.THIGH: _("Thigh"),
    w.Bone.KNEE: _("Knee"),
    w.Bone.LOWER_LEG: _("Lower leg"),
    w.Bone.ANKLE: _("Ankle"),
    w.Bone.FOOT: _("Foot or toe"),
    w.Bone.OTHER: _("Another bone"),
}
SIDE = {
    w.Side.LEFT: _("Left"),
    w.Side.RIGHT: _("Right"),
    w.Side.BOTH: _("Both sides"),
    w.Side.MIDDLE: _("In the middle"),
}
MECHANISM = {
    w.Mechanism.MINOR: _("Minor: a small fall or knock"),
    w.Mechanism.MAJOR: _("Major: a hard fall or crash"),
    w.Mechanism.NOT_SURE: _("Not sure"),
}
STOOL = {
    w.Stool.USUAL: _("As usual"),
    w.Stool.HARD: _("Hard"),
    w.Stool.LOOSE: _("Loose"),
    w.Stool.LOOSE_WITH_BLOOD: _("Loose, with blood"),
    w.Stool.BLACK: _("Black"),
    w.Stool.NOT_SURE: _("Not sure"),
}
APPETITE = {
    w.Appetite.USUAL: _("As usual"),
    w.Appetite.LESS: _("Less than usual"),
    w.Appetite.MORE: _("More than usual"),
    w.Appetite.NOT_SURE: _("Not sure"),
}
CHANGE = {
    w.Change.USUAL: _("As usual"),
    w.Change.BETTER: _("Better than usual"),
    w.Change.WORSE: _("Worse than usual"),
    w.Change.NOT_SURE: _("Not sure"),
}
LUMP_PLACE = {
    w.LumpPlace.NECK: _("Neck"),
    w.LumpPlace.ARMPIT: _("Armpit"),
    w.LumpPlace.GROIN: _("Groin"),
    w.LumpPlace.OTHER: _("Elsewhere"),
}
TOOTH_QUADRANT = {
    5: _("Upper right"),
    6: _("Upper left"),
    7: _("Lower left"),
    8: _("Lower right"),
}
TOOTH_PLACE = {
    1: _("Front tooth"),
    2: _("Side tooth"),
    3: _("Canine"),
    4: _("First molar"),
    5: _("Second molar"),
}
