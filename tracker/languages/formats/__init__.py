"""Where Tend writes numbers another way than Django does in a language (FORMAT_MODULE_PATH)."""
