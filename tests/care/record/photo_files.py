"""Pictures as phones, scanners and people with bad intentions make them. Each function gives a file's bytes."""

import io
import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path

from PIL import Image

HEIC = Path(__file__).with_name("data") / "rotated.heic"
#: Words that a clean picture must not hold any more.
SECRETS = (b"SecretPhone", b"Musterweg", b"hidden.txt", b"<script", b"SecretComment", b"Exif", b"http")
SKIN, BLUE = (200, 150, 130), (20, 20, 200)


def scene(size=(120, 80), mode="RGB") -> Image.Image:
    """Skin-coloured, with the left third blue: one sees which way is up."""
    picture = Image.new("RGB", size, SKIN)
    picture.paste(BLUE, (0, 0, size[0] // 3, size[1]))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def tell_tale(orientation: int = 1) -> Image.Exif:
    """What a phone writes: its name, the time, and where it was."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    exif[0x010E] = "Musterweg 7"
    exif[0x0132] = "2026:11:19 07:02:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (52.0, 31.0, 12.0), "E", (13.0, 24.0, 18.0)
    return exif


def jpeg(size=(120, 80), **options) -> bytes:
    return saved(scene(size), "JPEG", quality=90, **options)


def jpeg_with_gps(orientation: int = 6) -> bytes:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Musterweg 7 http://where.example</x:xmpmeta>'
    return jpeg(exif=tell_tale(orientation), comment=b"SecretComment", xmp=xmp)


def heic_with_gps() -> bytes:
    """From a phone held upright: stored lying, with GPS and a maker. 120 x 80 as stored, 80 x 120 as seen."""
    return HEIC.read_bytes()


def png_16_bit() -> bytes:
    """A grey ramp over the full 16 bits, left dark, right bright."""
    picture = Image.new("I;16", (256, 32))
    picture.putdata([x * 257 for _ in range(32) for x in range(256)])
    return saved(picture, "PNG")


def png_palette_with_alpha() -> bytes:
    picture = scene(mode="P")
    picture.info["transparency"] = picture.getpixel((0, 0))  # the blue third is see-through
    return saved(picture, "PNG", transparency=picture.getpixel((0, 0)))


def png_with_text() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "SecretPhone")
    info.add_itxt("Where", "Musterweg 7")
    return saved(scene(), "PNG", pnginfo=info)


def animation(kind: str) -> bytes:
    """Two frames: the first as ``scene``, the second all blue."""
    return saved(scene(), kind, save_all=True, append_images=[Image.new("RGB", (120, 80), BLUE)], duration=100)


def truncated(data: bytes, part: float = 0.5) -> bytes:
    return data[: int(len(data) * part)]


def with_zip_behind(data: bytes) -> bytes:
    """A picture that is a zip archive too."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hidden.txt", "Musterweg 7")
    return data + out.getvalue()


def with_html_behind(data: bytes) -> bytes:
    return data + b"<html><script>alert(1)</script></html>"


def svg() -> bytes:
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def html_after_jpeg_magic() -> bytes:
    return b"\xff\xd8\xff<html><script>alert(1)</script></html>"


@cache
def png_bomb(side: int = 20_000) -> bytes:
    """A real PNG of 20,000 x 20,000 black pixels: some kilobytes that become hundreds of megabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = bytes(1 + side // 8)
    pack = zlib.compressobj(1)
    pixels = b"".join([pack.compress(row * 100) for _ in range(side // 100)]) + pack.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg_bomb() -> bytes:
    """A small JPEG whose head says that it is 20,000 x 20,000."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 20_000, 20_000)
    return bytes(data)


def segments(data: bytes) -> list[int]:
    """The markers of a JPEG up to its pixels."""
    found, at = [], 2
    assert data[:2] == b"\xff\xd8"
    while data[at + 1] != 0xDA:
        found.append(data[at + 1])
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return found
