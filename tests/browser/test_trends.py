"""Trends are read in daylight, in the dark and on grey paper: nothing in them is told by colour alone."""

import pytest

pytestmark = pytest.mark.browser

# WCAG 2.2, 1.4.11: what is needed to understand a drawing.
ENOUGH = 3.0

# The contrast of each mark's paint against what lies behind it, which a grey print keeps: it is one of luminance alone.
PAINT = """() => {
  const channel = (c) => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const paper = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const luminance = (colour) => {
    paper.fillStyle = '#fff';
    paper.fillRect(0, 0, 1, 1);
    paper.fillStyle = colour;
    paper.fillRect(0, 0, 1, 1);
    const [r, g, b] = paper.getImageData(0, 0, 1, 1).data;
    return .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
  };
  const behind = luminance(getComputedStyle(document.documentElement).backgroundColor);
  const told = '.line, .point, .infection, .antibiotic-bar, .antibiotic-dot, .cover, .late, .frame, .fever, text, '
    + 'pattern path, [data-band]';
  return [...document.querySelectorAll(`.trend .chart :is(${told})`)].map((e) => {
    const style = getComputedStyle(e);
    // A level of skin is told by its height; its edge, where it has room for one, is what sets it off.
    const edged = e.matches('[data-band]') && style.stroke !== 'none';
    const own = edged || /^(none|url)/.test(style.fill) ? style.stroke : style.fill;
    const [low, high] = [behind, luminance(own)].sort((a, b) => a - b);
    return [e.getAttribute('class') || e.parentNode.id || e.tagName, (high + .05) / (low + .05)];
  });
}"""

# How a cell of a strip is drawn, its colour left out: two states that agree in this look alike on grey paper.
SHAPE = """(section) => [...document.querySelectorAll(`[data-testid=${section}] svg rect`)].map((e) => {
  const fill = getComputedStyle(e).fill;
  return `${/^url/.test(fill) ? 'hatched' : fill === 'none' ? 'empty' : 'full'} ${e.getAttribute('height')}`;
})"""


MEDIA = [("screen", "light"), ("screen", "dark"), ("print", "dark")]


def test_every_mark_stands_out_in_every_light_and_no_state_is_told_by_colour_alone(demo, phone):
    with phone(demo.guardian) as it:
        for days in (90, 365):
            page = it.open(f"/p/{demo.mia.pk}/trends/?days={days}")
            for medium, scheme in MEDIA:
                page.emulate_media(media=medium, color_scheme=scheme)
                found = page.evaluate(PAINT)
                assert {"line", "cover", "infection"} <= {word for name, _ in found for word in name.split()}
                weak = {f"{name}: {ratio:.1f}" for name, ratio in found if ratio < ENOUGH}
                assert not weak, (days, medium, scheme)
            for section in ("trend-doses", "trend-days"):
                assert len(set(page.evaluate(SHAPE, section))) >= 2, (days, section)
        # On paper, where the switches and the tables behind them are closed.
        for chart in page.locator(".trend .chart").all():
            assert chart.is_visible()
            assert chart.get_attribute("aria-label") in chart.locator("xpath=..").inner_text()
