"""Languages: the catalogues, where their words come from, and what is worded for whom."""
