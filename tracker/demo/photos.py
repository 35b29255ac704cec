"""Pictures for the demo family: drawn, not taken, so that nobody's skin is in a repository."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

from care.record.photos import actions
from tracker.demo.cast import Cast

SKIN = (203, 158, 134)
SIZE = (960, 720)


def drawing(dice: random.Random, *, patches: int, strength: int) -> io.BytesIO:
    """A field of skin with some darker patches. ``strength``: how much darker, 0 to 80."""
    picture = Image.new("RGB", SIZE, SKIN)
    brush = ImageDraw.Draw(picture)
    for _ in range(patches):
        x, y, wide, high = (dice.randint(*span) for span in ((180, 780), (140, 580), (30, 110), (20, 70)))
        colour = (SKIN[0] - strength // 4, SKIN[1] - strength, SKIN[2] - strength)
        brush.ellipse((x - wide, y - high, x + wide, y + high), fill=colour)
    # A centimetre scale, for size.
    for n in range(9):
        brush.rectangle((60 + n * 40, 650, 80 + n * 40, 680), fill=(250, 250, 250) if n % 2 else (40, 40, 40))
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(7)).save(out, "JPEG", quality=88)
    out.seek(0)
    return out


def write_photos(cast: Cast, clock, seed: int, *, lump) -> None:
    """Mia's elbow crease on a bad day and on a better one, and the lump on her thigh."""
    dice = random.Random(seed)  # noqa: S311 - a story, not a secret
    rows = [
        actions.add_alone(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(ago, 20, 10),
            file=drawing(dice, patches=patches, strength=strength),
            site="elbow_crease",
            side="left",
            has_scale=True,
        )
        for ago, patches, strength in ((24, 9, 70), (5, 4, 30))
    ]
    rows.append(
        actions.add_to_entry(
            entry=lump.entry,
            by=cast.ana,
            at=clock.at(4, 20, 15),
            file=drawing(dice, patches=1, strength=14),
            site=lump.body_site,
            side=lump.side,
            has_scale=True,
        )
    )
    for row in rows:
        actions.prepare(photo_id=row.pk, at=clock.now)
