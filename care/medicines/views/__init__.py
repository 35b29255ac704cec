"""Pages of medicines, doses, infusions and allergies. Each view is one call down."""
