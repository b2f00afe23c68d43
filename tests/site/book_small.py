"""A book of a few pages, to print quickly: `python -m tests.site.book_small LANGUAGE TARGET`."""

import sys
from pathlib import Path

from press.book import pdf
from press.book.layout import document
from press.book.source import Page, Source
from press.edition import Edition

EDITION = Edition(number="0.0.1", commit="abc1234", date="2026-01-02", kernel="6.1.0")
SECONDS = 1_767_312_000

DRAWING = (
    '<svg viewBox="0 0 100 40" role="img" aria-labelledby="t"><title id="t">Two boxes</title>'
    '<desc id="d">A box beside another.</desc>'
    '<linearGradient id="fade"><stop offset="0" stop-color="var(--x, #cde)"/></linearGradient>'
    '<rect width="40" height="30" fill="var(--one, var(--two, #abc))"/>'
    '<rect x="50" width="40" height="30" fill="url(#fade)"/>'
    '<text x="5" y="20" font-family="sans-serif" font-size="8">process 进程</text></svg>'
)
START = f"""
<h1 id="start">How? 怎样？<a class="headerlink" href="#start">#</a></h1>
<p>See <a href="../process/memory.html#pages">memory</a>,<sup id="fnref:1"><a class="footnote-ref"
href="#fn:1">1</a></sup> <em>really</em> <em>真的</em>（“引文”）。</p>
<figure>{DRAWING}<figcaption>Two boxes.</figcaption></figure><figure>{DRAWING}</figure>
<div class="footnote"><ol><li id="fn:1"><p>A note.&#160;<a class="footnote-backref"
href="#fnref:1">↩</a></p></li></ol></div>
"""
MEMORY = """
<h1 id="memory">Memory 内存</h1><h2 id="pages">Pages 页</h2>
<div class="highlight"><pre><span></span><code><span class="k">assert</span> True  # → │
</code></pre></div>
<details><summary>More</summary><p>Folded on the screen.</p></details>
<table><thead><tr><th>what</th><th>size</th></tr></thead><tbody><tr><th>page</th><td>4 KiB</td></tr>
</tbody></table>
<h2 id="all" class="site-only">On the site</h2><p>Not printed.</p><h3 id="more">Nor this</h3>
<h2 id="last">Printed again</h2><p>It can't be "so", says <code>"x"</code>.</p>
"""


def source(language: str, *pages: Page) -> Source:
    """Return a book of *pages*, or of the two pages above."""
    two = (
        Page("start/how.html", "How", "0 Start", False, START),
        Page("process/memory.html", "Memory", "1 Process", False, MEMORY),
    )
    return Source(language, "Small", "https://three-walls.example/", Path("none"), pages or two)


if __name__ == "__main__":
    pdf.write(document(source(sys.argv[1]), EDITION), Path(sys.argv[2]), SECONDS)
