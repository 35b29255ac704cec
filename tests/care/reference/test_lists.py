"""Body sites, precautions, types and sources."""

import pytest

from care.reference import body_sites, hies_types, precautions, sources


def test_body_sites():
    assert len(body_sites.all_sites()) == 63
    armpit = body_sites.get("armpit")
    assert (armpit.view, armpit.paired, armpit.region) == ("both", True, "fold")
    assert not body_sites.get("nose").paired
    assert body_sites.get("genital").is_private
    assert not body_sites.get("armpit").is_private
    assert not body_sites.get("lung").is_skin
    assert body_sites.get("bone").snomed_ct == ""


def test_regions_hold_every_site_once():
    listed = [site.slug for group in body_sites.by_region().values() for site in group]
    assert sorted(listed) == sorted(site.slug for site in body_sites.all_sites())


def test_precautions():
    assert [moment.slug for moment in precautions.moments() if moment.usual] == [
        "before_eating",
        "after_toilet",
        "home_from_outside",
        "after_animals_soil",
        "around_skin_care",
    ]
    assert {item.slug for item in precautions.water_sources()} >= {"mains", "private_well", "untreated", "unknown"}
    assert {item.slug for item in precautions.water_contacts()} >= {"pool", "hot_tub"}  # never lumped together
    assert precautions.get(precautions.Kind.EXPOSURE, "measles").raises == "RF-09"
    assert precautions.get(precautions.Kind.EXPOSURE, "chickenpox_shingles").raises == "RF-10"
    with pytest.raises(KeyError):
        precautions.get(precautions.Kind.FOOD, "measles")


def test_unchecked_precautions_claim_no_source():
    for item in precautions.all_precautions():
        assert item.source_may_be_shown is (item.source != sources.UNCHECKED)


def test_types():
    slugs = [slug for slug, _ in hies_types.choices()]
    assert slugs[0] == "stat3_dn"
    assert slugs[-1] == hies_types.NOT_KNOWN
    assert len(slugs) == 12
    assert hies_types.get("dock8").may_be_explained
    assert not hies_types.get("erbin").may_be_explained


def test_sources():
    assert len(sources.all_sources()) == 59
    assert sources.get("IDSA").date == "2013/2014"
    assert not sources.get("AIH").has_date
    assert not sources.get(sources.UNCHECKED).is_checked
