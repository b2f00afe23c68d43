"""What must be true of the pages and of the built site.

sources   page.py   one Markdown page as the checks see it
          parity.py, staleness.py, cards.py, english.py, chinese.py   one check of the sources each
built     built.py  one HTML file as the checks see it
          links.py, weight.py   one check of the built site each
browser   conftest.py starts a web server and Chromium once; test_browser, test_axe, test_search

Each check is a function that returns findings, one line each: where, what, what to do. Its test
runs it on the book, and on a small bad input that it must find.
"""
