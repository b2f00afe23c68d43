"""The printed book: one PDF per language, set by WeasyPrint from what ``hooks/book.py`` left.

`python -m press.book` makes ``site/three-walls.<language>.pdf``. One idea a module:

- ``source``: read the pages that the site build handed over
- ``chapter``: one page's HTML turned from web to print, by ``cards``, ``cleaning``, ``notes``,
  ``pictures``, ``links``, ``english`` or ``chinese``, and ``spaces``
- ``programs``: the chapter that prints whole what the cards show in part
- ``layout``: cover, imprint, contents, parts and chapters in one document
- ``fonts``: our own fonts and no others
- ``pdf``: WeasyPrint, made ``quicker``, then what it leaves out of the tags
"""
