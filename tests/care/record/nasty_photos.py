"""The set of files that every way in must clean or refuse."""

from PIL import Image

from tests.care.record.photo_files import (
    animation,
    heic_with_gps,
    html_after_jpeg_magic,
    jpeg,
    jpeg_bomb,
    jpeg_with_gps,
    png_16_bit,
    png_bomb,
    png_palette_with_alpha,
    png_with_text,
    saved,
    scene,
    svg,
    tell_tale,
    truncated,
    with_html_behind,
    with_zip_behind,
)

#: Pictures that are cleaned: name, bytes, the upright size in the end.
CLEANED = [
    ("gps.jpg", jpeg_with_gps(), (80, 120)),
    ("upside-down.jpg", jpeg_with_gps(3), (120, 80)),
    ("mirrored.jpg", jpeg_with_gps(2), (120, 80)),
    ("from-a-phone.heic", heic_with_gps(), (80, 120)),
    ("plain.png", saved(scene(), "PNG"), (120, 80)),
    ("text.png", png_with_text(), (120, 80)),
    ("plain.webp", saved(scene(), "WEBP", exif=tell_tale()), (120, 80)),
    ("large.jpg", jpeg((4000, 1000)), (2048, 512)),
    ("tall.png", saved(scene((300, 3000)), "PNG"), (205, 2048)),
    ("cmyk.jpg", saved(scene(mode="CMYK"), "JPEG"), (120, 80)),
    ("grey.jpg", saved(scene(mode="L"), "JPEG"), (120, 80)),
    ("one-bit.png", saved(scene(mode="1"), "PNG"), (120, 80)),
    ("16-bit.png", png_16_bit(), (256, 32)),
    ("palette-alpha.png", png_palette_with_alpha(), (120, 80)),
    ("alpha.png", saved(scene(mode="RGBA"), "PNG"), (120, 80)),
    ("grey-alpha.png", saved(scene(mode="LA"), "PNG"), (120, 80)),
    ("moving.png", animation("PNG"), (120, 80)),
    ("moving.webp", animation("WEBP"), (120, 80)),
    ("zip-behind.jpg", with_zip_behind(jpeg_with_gps(1)), (120, 80)),
    ("html-behind.png", with_html_behind(saved(scene(), "PNG")), (120, 80)),
    ("really-a-png.jpg", saved(scene(), "PNG"), (120, 80)),
    ("no-ending", jpeg(), (120, 80)),
    ("tiny.png", saved(Image.new("RGB", (1, 1)), "PNG"), (1, 1)),
]
#: Files whose head gives them away: name, bytes, the problem.
REFUSED_AT_ONCE = [
    ("bomb.png", png_bomb(), "too_many_pixels"),
    ("bomb.jpg", jpeg_bomb(), "too_many_pixels"),
    ("drawing.jpg", svg(), "not_a_picture"),
    ("moving.gif", saved(scene(), "GIF"), "not_a_picture"),
    ("scan.tiff", saved(scene(), "TIFF"), "not_a_picture"),
    ("paper.pdf", b"%PDF-1.7 nothing", "not_a_picture"),
    ("page.jpg", html_after_jpeg_magic(), "not_a_picture"),
    ("archive.jpg", with_zip_behind(b""), "not_a_picture"),
    ("zeros.jpg", bytes(5000), "not_a_picture"),
    ("cut-in-its-head.jpg", jpeg_with_gps()[:40], "damaged"),
    ("truncated.webp", truncated(saved(scene((800, 600)), "WEBP")), "damaged"),
    ("truncated.heic", truncated(heic_with_gps(), 0.9), "damaged"),
    ("huge.jpg", jpeg() + bytes(20 * 1024 * 1024), "too_large"),
]
#: Files that look right until their pixels are read.
REFUSED_LATER = [
    ("truncated.jpg", truncated(jpeg((800, 600))), "damaged"),
    ("truncated.png", truncated(saved(scene((800, 600)), "PNG")), "damaged"),
]
