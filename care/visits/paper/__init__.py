"""A summary on paper, as plain text and as a table: each form walks the one document and says what the page says."""

from care.visits.paper.pdf import PAPERS, pdf
from care.visits.paper.table import comma_separated
from care.visits.paper.text import Pasted, pasted

__all__ = ["PAPERS", "Pasted", "comma_separated", "pasted", "pdf"]
