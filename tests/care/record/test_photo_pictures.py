"""What is made of a sent picture: only its pixels, upright and small. What is none is refused, and says why."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from care.record.photos import pictures
from care.record.photos.rules import MAX_BYTES, PICTURE_SIDE, THUMB_SIDE, Problem, Refused
from tests.care.record import photo_files as files
from tests.care.record.nasty_photos import CLEANED, REFUSED_AT_ONCE, REFUSED_LATER

# JFIF head, tables, frame, Huffman: what a JPEG needs to be one.
NEEDED = {0xE0, 0xDB, 0xC0, 0xC4}


def cleaned(data: bytes) -> pictures.Clean:
    return pictures.clean(io.BytesIO(data))


def opened(drawn: pictures.Drawn) -> Image.Image:
    return Image.open(io.BytesIO(drawn.data))


def close(pixel, wanted, by=14) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize(("name", "data", "size"), CLEANED, ids=[row[0] for row in CLEANED])
def test_a_picture_is_kept_as_pixels_only(name, data, size):
    file = io.BytesIO(data)
    pictures.look(file)
    assert file.tell() == 0
    made = pictures.clean(file)
    for drawn, side in ((made.picture, PICTURE_SIDE), (made.thumb, THUMB_SIDE)):
        picture = opened(drawn)
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert (drawn.width, drawn.height) == picture.size
        assert max(picture.size) <= side
        assert set(files.segments(drawn.data)) == NEEDED
        assert not picture.getexif()
        assert [secret for secret in files.SECRETS if secret in drawn.data] == []
        assert drawn.data.endswith(b"\xff\xd9")
    assert (made.picture.width, made.picture.height) == size


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_to_hold_a_camera_ends_upright(orientation):
    """As a viewer that knows the EXIF tag shows it."""
    from PIL import ImageOps

    data = files.jpeg(exif=files.tell_tale(orientation))
    wanted = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    made = opened(cleaned(data).picture)
    assert made.size == wanted.size
    for at in ((5, 5), (made.width - 6, 5), (5, made.height - 6), (made.width - 6, made.height - 6)):
        assert close(made.getpixel(at), wanted.getpixel(at)), at


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_an_orientation_that_is_none_changes_nothing(orientation):
    assert (lambda p: (p.width, p.height))(cleaned(files.jpeg(exif=files.tell_tale(orientation))).picture) == (120, 80)


def test_heic_is_turned_once_not_twice():
    made = opened(cleaned(files.heic_with_gps()).picture)
    assert close(made.getpixel((40, 5)), files.BLUE)
    assert close(made.getpixel((40, 110)), files.SKIN)


def test_what_is_see_through_becomes_white():
    made = opened(cleaned(files.png_palette_with_alpha()).picture)
    assert close(made.getpixel((5, 40)), (255, 255, 255))
    assert close(made.getpixel((100, 40)), files.SKIN, by=40)  # a palette has few colours


def test_sixteen_bits_are_scaled_not_cut():
    made = opened(cleaned(files.png_16_bit()).picture)
    assert [close(made.getpixel((x, 16)), (x, x, x)) for x in (5, 128, 250)] == [True, True, True]


def test_cmyk_looks_the_same():
    made = opened(cleaned(files.saved(files.scene(mode="CMYK"), "JPEG", quality=95)).picture)
    assert close(made.getpixel((100, 40)), files.SKIN, by=25)


def test_of_a_moving_picture_the_first_one_counts():
    for kind in ("PNG", "WEBP"):
        assert close(opened(cleaned(files.animation(kind)).picture).getpixel((100, 40)), files.SKIN)


def test_wide_colours_are_brought_to_srgb():
    """The same numbers under another profile are another colour; a broken profile is no reason to refuse."""
    from PIL import ImageCms

    lab_ish = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = opened(cleaned(files.jpeg(icc_profile=lab_ish)).picture)
    assert close(same.getpixel((100, 40)), files.SKIN)
    broken = opened(cleaned(files.jpeg(icc_profile=b"no profile at all")).picture)
    assert close(broken.getpixel((100, 40)), files.SKIN)


@pytest.mark.parametrize(("name", "data", "problem"), REFUSED_AT_ONCE, ids=[r[0] for r in REFUSED_AT_ONCE])
def test_what_its_head_gives_away_is_refused_at_once(name, data, problem):
    for ask in (pictures.look, pictures.clean):
        with pytest.raises(Refused) as refused:
            ask(io.BytesIO(data))
        assert refused.value.problem == problem


@pytest.mark.parametrize(("name", "data", "problem"), REFUSED_LATER, ids=[r[0] for r in REFUSED_LATER])
def test_what_is_damaged_inside_is_refused_when_its_pixels_are_read(name, data, problem):
    with pytest.raises(Refused) as refused:
        cleaned(data)
    assert refused.value.problem == problem


def test_the_limit_of_size_is_20_mb_sharp():
    data = files.jpeg()
    pictures.look(io.BytesIO(data + bytes(MAX_BYTES - len(data))))
    with pytest.raises(Refused) as refused:
        pictures.look(io.BytesIO(data + bytes(MAX_BYTES - len(data) + 1)))
    assert refused.value.problem == Problem.TOO_LARGE


def test_too_little_memory_is_said_as_too_many_pixels(monkeypatch):
    def no_memory(sent):
        raise MemoryError

    monkeypatch.setattr(pictures, "_draw", no_memory)
    with pytest.raises(Refused) as refused:
        cleaned(files.jpeg())
    assert refused.value.problem == Problem.TOO_MANY_PIXELS


BASES = [files.jpeg_with_gps(), files.png_with_text(), files.heic_with_gps(), files.saved(files.scene(), "WEBP")]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(base=st.sampled_from(BASES), at=st.floats(0, 0.999), junk=st.binary(min_size=1, max_size=12))
def test_a_broken_file_is_cleaned_or_refused_and_never_breaks(base, at, junk):
    """Whatever bytes are wrong: a clean JPEG or a Refused, no other error."""
    where = int(len(base) * at)
    data = base[:where] + junk + base[where + len(junk) :]
    try:
        made = cleaned(data)
    except Refused:
        return
    assert set(files.segments(made.picture.data)) == NEEDED
