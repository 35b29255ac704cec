"""Arabic with the digits 0-9: a point before the decimals, as thermometers and labels have it (CLDR, ar with latn)."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
