"""What a lock screen, a mail list or a push service may read: no name, diagnosis, drug, vaccine or body part.

Every kind, over every channel, in every language Tend ships, for every reason a message is written.
"""

import datetime as dt
import json
import re
from email.header import decode_header, make_header

import pytest
from django.conf import settings
from django.utils import translation

from care.medicines import actions as medicines
from care.reference import body_sites, hies_types, vaccines
from reminders.channels import registry
from reminders.channels.email.message import write as write_mail
from reminders.channels.webpush.payload import write as write_push
from reminders.kinds import KINDS
from reminders.models import Delivery, Occurrence, Plan, Recipient
from tests.reminders.conftest import DUE, NOON

WORD = re.compile(r"[^\W\d_]{3,}")
# Words of the lists that say nothing by themselves, each as it stands in one of the names there.
PLAIN = (
    "and the for with not both all other any one two left right side front back type known also only form dose oral "
    "new use single child children adult combined first yet test "
    # "test", "one" and "half" among them, in Spanish and Arabic.
    "para por con del los las una uno que sin como prueba واحدة نصف"
)
DIAGNOSES = (
    "hies hyper ige stat3 dock8 job syndrome immune deficiency eczema dermatitis abscess boil pneumonia lump rash"
)
DRUGS = (
    "trimoxazole trimethoprim sulfamethoxazole flucloxacillin amoxicillin itraconazole fluconazole posaconazole "
    "antibiotic antifungal antiviral immunoglobulin igg steroid dupilumab omalizumab penicillin cream ointment tablet"
)
HEALTH = (
    "infection infected fever temperature itch skin vaccine vaccination jab shot symptom illness disease hospital "
    "doctor immunology dermatology allergy wound pus cough sick"
)


def telling(family) -> set[str]:
    """Every word that would tell somebody something, in lower case."""
    names = [family.household.name, *(p.name for p in (family.mia, family.leo))]
    names += [user.display_name for user in (family.guardian, family.second, family.helper, family.viewer)]
    names += [user.email for user in (family.guardian, family.second)]
    lists = [product.name for product in vaccines.all_products()]
    lists += [word for row in vaccines.family_words().values() for word in row]
    lists += [site.label for site in body_sites.all_sites()]
    lists += [kind.label for kind in hies_types.all_types()]
    found = {word for text in (*names, *lists, DIAGNOSES, DRUGS, HEALTH) for word in WORD.findall(text.lower())}
    return found - set(WORD.findall(PLAIN)) - {"example", "org"}


@pytest.fixture
def medicine(family):
    values = {"drug": "Co-trimoxazole", "purpose": "prophylaxis", "pattern": "daily", "times": ["20:30"]}
    return medicines.add_medicine(patient=family.mia, by=family.guardian, at=NOON, values=values)


def messages(family, kind, medicine):
    """A delivery of this kind for every reason one is written, over every channel."""
    plan, _new = Plan.objects.update_or_create(
        patient=family.mia,
        kind=kind.slug,
        key=str(medicine.pk) if kind.per_item else "",
        defaults={"local_time": dt.time(20, 30), "time_zone": "Europe/Berlin"},
    )
    for channel in registry.SLUGS:
        Recipient.objects.update_or_create(
            plan=plan, user=family.guardian, channel=channel, defaults={"stopped_at": None}
        )
    for origin in Occurrence.Origin:
        occurrence = Occurrence.objects.create(
            plan=plan,
            local_date=DUE.date(),
            slot=f"privacy-{origin}",
            origin=origin,
            rev=1,
            due_at=DUE,
            useful_until=DUE + kind.useful_for,
        )
        for nag, purpose in enumerate(Delivery.Purpose):
            for channel in registry.SLUGS:
                made = Delivery.objects.create(
                    occurrence=occurrence,
                    recipient=family.guardian,
                    channel=channel,
                    nag=nag,
                    purpose=purpose,
                    next_attempt_at=DUE,
                )
                yield Delivery.objects.select_related("occurrence__plan__patient__household", "recipient").get(
                    pk=made.pk
                )


def outside(delivery) -> dict[str, str]:
    """What others than its reader may see of a message: addresses are random ids and signatures."""
    if delivery.channel == "push":
        content = write_push(delivery, now=delivery.next_attempt_at).content
        return {"push": " ".join(v for k, v in content.items() if k not in ("open", "answer", "tag", "lang", "dir"))}
    if delivery.channel == "email":
        mail = write_mail(delivery)
        html = re.sub(r"<head>.*?</head>|<[^>]*>", " ", mail.alternatives[0].content, flags=re.S)
        # As a mail program shows them: "mañana" is no Ana, however its letters travel.
        headers = {
            name: str(make_header(decode_header(value)))
            for name, value in mail.message().items()
            if name not in ("To", "Message-ID", "List-Unsubscribe")
        }
        body = re.sub(r"https?://\S+", " ", mail.body)
        return {"subject": mail.subject, "text": body, "html": html, "headers": json.dumps(headers, ensure_ascii=False)}
    return {"list": registry.channel(delivery.channel).write(delivery)}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("slug", sorted(KINDS))
def test_nothing_telling_leaves_by_default(family, medicine, slug, language):
    family.guardian.language = language
    family.guardian.save()
    secret = telling(family)
    assert {"mia", "trimoxazole", "mmr", "elbow"} <= secret, "the lists were not read"
    seen, wrong = 0, []
    for delivery in messages(family, KINDS[slug], medicine):
        for where, text in outside(delivery).items():
            found = secret & set(WORD.findall(text.lower()))
            wrong += [(delivery.purpose, where, sorted(found), text)] if found else []
            seen += 1
    assert not wrong, wrong[:3]
    assert seen >= 3 * len(Delivery.Purpose) * len(registry.SLUGS)


def test_the_lists_see_what_a_careless_message_would_say(family):
    secret = telling(family)
    for words in ("Mia: co-trimoxazole 5 mL", "MMR next week", "How is the left elbow?", "Your HIES summary", "Ana"):
        assert secret & set(WORD.findall(words.lower())), words


def test_only_who_asked_for_details_gets_them(family, medicine):
    kind = KINDS["medicine"]
    delivery = next(row for row in messages(family, kind, medicine) if row.channel == "email")
    plan = delivery.occurrence.plan
    assert "Mia" not in write_mail(delivery).body
    Recipient.objects.filter(plan=plan.told_by, user=family.guardian).update(details=True)
    mail = write_mail(delivery)
    assert "Mia" in mail.body
    # Even then a list of mails shows no more than before.
    with translation.override("en"):
        assert not telling(family) & set(WORD.findall(mail.subject.lower()))
