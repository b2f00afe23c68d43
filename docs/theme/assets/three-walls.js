// What a reader needs beyond Material's own script.

// The other language: the same page at the same heading, and the choice is remembered.
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-language]")
  if (!link) return
  link.hash = headingInView()
  try {
    localStorage.setItem("three-walls.language", link.dataset.language)
  } catch {
    // a browser that forbids storage still follows the link
  }
})

function headingInView() {
  const named = document.getElementById(location.hash.slice(1))
  if (named && topOf(named) > 0 && topOf(named) < innerHeight) return named.id
  const header = 80
  const above = [...document.querySelectorAll("article :is(h2, h3)[id]")].filter(heading => topOf(heading) < header)
  return above.at(-1)?.id ?? ""
}

function topOf(element) {
  return element.getBoundingClientRect().top
}

// Material listens to keys only; text also comes by paste, voice and input methods.
const query = document.forms.namedItem("search").query
query.addEventListener("input", () => query.dispatchEvent(new Event("keyup")))

// The site that was taken away needn't be taken away again.
if (location.protocol === "file:") {
  document.querySelector("[data-online]").hidden = true
}

// Material makes each copy button a landmark for screen readers; a page has dozens.
new MutationObserver(changes => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes)
      if (node.className === "md-code__nav") node.setAttribute("role", "none")
}).observe(document.querySelector("article"), { childList: true, subtree: true })
