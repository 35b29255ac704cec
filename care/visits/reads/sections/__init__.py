"""The sections of a summary, each from the stored content. A builder gives None when the content has no such part."""
