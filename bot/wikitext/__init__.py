"""Wikitext as MediaWiki reads it: links, redirects, templates, regions. Text in, data out.

Nothing here expands a template or asks a wiki. The rules follow Parser.php, Preprocessor_Hash.php
and WikitextContent.php of MediaWiki 1.39, and the tests hold what that parser said.
"""
