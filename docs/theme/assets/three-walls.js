// What a reader needs beyond Material's own script. It may run before the page is there.

// The other language: the same page at the same heading, and the choice is remembered.
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-language]")
  if (!link) return
  link.hash = headingInView()
  __md_set("__language", link.dataset.language)
})

// The heading that the address names, if it is in sight; else the last one above the fold.
function headingInView() {
  const top = heading => heading.getBoundingClientRect().top
  const named = document.getElementById(location.hash.slice(1))
  if (named && top(named) > 0 && top(named) < innerHeight) return named.id
  const headings = [...document.querySelectorAll("article :is(h2, h3)[id]")]
  return headings.findLast(heading => top(heading) < 80)?.id ?? "" // 80 px: below the header
}

document.addEventListener("DOMContentLoaded", () => {
  // Material listens to keys only; text also comes by paste, voice and input methods.
  const query = document.forms.namedItem("search").query
  query.addEventListener("input", () => query.dispatchEvent(new Event("keyup")))

  // The site that was taken away needn't be taken away again.
  document.querySelector("[data-online]").hidden = location.protocol === "file:"
})

// Material makes each copy button a landmark for screen readers; a page has dozens. And a wide
// table that it lets scroll must be reached by keyboard.
new MutationObserver(changes => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes)
      if (node.className === "md-code__nav") node.setAttribute("role", "none")
      else if (node.className === "md-typeset__scrollwrap") node.tabIndex = 0
}).observe(document, { childList: true, subtree: true })
