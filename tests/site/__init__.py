"""What must be true of the pages and of the built site.

sources   page.py    one Markdown page as the checks see it; prose.py: what of it is read as words
          parity.py, staleness.py, cards.py, english.py, chinese.py    one check each
built     fresh.py   whether the built site is the one that the sources make
          built.py   one HTML file as the checks see it
          links.py, weight.py    one check each
browser   visit.py   a page in Chromium, and all it says and asks for; serve.py: the web server
          axe.py     the accessibility checker that runs in it
books     book_*.py

Each check is a function that returns findings, one line each: where, what, what to do. Its test
runs it on the book, and on a small bad input that it must find.
"""
