"""Reading a picture that somebody sent, and drawing a clean one: upright, smaller, with nothing but its pixels.

Nothing of the sent file is copied: the pixels are decoded and written anew, so GPS, names, comments, embedded
thumbnails and whatever hangs behind the picture stay behind. No Django here.
"""

import io
from dataclasses import dataclass
from typing import IO

import pi_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from care.record.photos.rules import (
    MAX_PIXELS,
    PICTURE_SIDE,
    THUMB_SIDE,
    Problem,
    Refused,
    check_pixels,
    check_size,
)

pi_heif.register_heif_opener()
# Pillow's own guard raises at twice this; ours refuses at once.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
WHITE = (255, 255, 255)
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Drawn:
    """A finished JPEG and its size in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Clean:
    """What is kept of a sent file."""

    picture: Drawn
    thumb: Drawn


def look(file: IO[bytes]) -> None:
    """Whether a file is a picture Tend can use, as far as its head tells: quick, nothing is decoded.

    Leaves the file at its beginning. Raises Refused.
    """
    file.seek(0, io.SEEK_END)
    check_size(file.tell())
    with _opened(file):
        pass
    file.seek(0)


def clean(file: IO[bytes]) -> Clean:
    """Decode the first picture of a file and draw it anew, once for the page and once as a thumbnail.

    Raises Refused for what is no picture, too large, or damaged anywhere.
    """
    file.seek(0, io.SEEK_END)
    check_size(file.tell())
    with _opened(file) as sent:
        try:
            picture = _draw(sent)
        except Refused:
            raise
        except MemoryError as error:
            raise Refused(Problem.TOO_MANY_PIXELS) from error
        # Decoders raise nearly anything over a damaged file: OSError, SyntaxError, ValueError, struct.error ...
        except Exception as error:
            raise Refused(Problem.DAMAGED) from error
    thumb = picture.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    return Clean(_written(picture, quality=85), _written(thumb, quality=78))


def _opened(file: IO[bytes]) -> Image.Image:
    file.seek(0)
    try:
        sent = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise Refused(Problem.TOO_MANY_PIXELS) from error
    except UnidentifiedImageError as error:
        # Pillow says this of a HEIC file that ends too early, too.
        raise Refused(Problem.DAMAGED if _is_heic(file) else Problem.NOT_A_PICTURE) from error
    except Exception as error:
        raise Refused(Problem.DAMAGED) from error
    check_pixels(*sent.size)
    return sent


def _is_heic(file: IO[bytes]) -> bool:
    file.seek(0)
    head = file.read(12)
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"hevc", b"heim", b"heis")


def _draw(sent: Image.Image) -> Image.Image:
    """The upright picture in sRGB on white, its longest side at most ``PICTURE_SIDE``, with no data beside it."""
    # A JPEG can be decoded at a half, a quarter or an eighth of its size: that saves most of the memory.
    sent.draft(None, (PICTURE_SIDE, PICTURE_SIDE))
    sent.load()
    orientation = sent.getexif().get(0x0112, 1)
    profile = sent.info.get("icc_profile")
    pixels = _eight_bit(sent)
    pixels.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    colours = _in_srgb(pixels, profile)
    flat = Image.new("RGB", colours.size, WHITE)
    flat.paste(colours, mask=colours.getchannel("A") if colours.mode == "RGBA" else None)
    return _upright(flat, orientation)


def _eight_bit(sent: Image.Image) -> Image.Image:
    """The pixels with eight bits a channel, as grey, RGB, RGBA or CMYK."""
    if sent.mode.startswith("I") or sent.mode == "F":
        return sent.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    # A copy of the largest picture allowed takes 256 MB: none is made that is not needed.
    if sent.mode == "RGBA":
        return sent
    if sent.mode in ("LA", "PA", "La", "RGBa") or "transparency" in sent.info:
        return sent.convert("RGBA")
    return sent if sent.mode in ("L", "RGB", "CMYK") else sent.convert("RGB")


def _in_srgb(pixels: Image.Image, profile: bytes | None) -> Image.Image:
    """In the one colour space every screen knows: a phone's wide colours would look pale without their profile."""
    target = "RGBA" if pixels.mode == "RGBA" else "RGB"
    if profile and pixels.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(pixels, source, SRGB, outputMode=target)
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile is no reason to lose the picture
    return pixels.convert(target)


def _upright(flat: Image.Image, orientation: int) -> Image.Image:
    exif = flat.getexif()
    exif[0x0112] = orientation if orientation in range(1, 9) else 1
    turned = ImageOps.exif_transpose(flat)
    # A new image: nothing in its ``info`` that a writer could copy.
    fresh = Image.new("RGB", turned.size)
    fresh.paste(turned)
    return fresh


def _written(picture: Image.Image, *, quality: int) -> Drawn:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return Drawn(out.getvalue(), picture.width, picture.height)
