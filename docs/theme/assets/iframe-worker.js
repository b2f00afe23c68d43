// What must be there before Material's script (extra.polyfills). The file's name tells Material's
// offline plugin that it needn't fetch one like it from another host.

// Where Material keeps the reader's settings, and how it reads and writes them. Its own inline
// scripts do this and the next; without them no page needs an exception in its security policy.
// The settings are the whole site's, so that both languages have the same colours.
var __md_scope = new URL("../..", document.currentScript.src)

function __md_get(key, storage = localStorage, scope = __md_scope) {
  return JSON.parse(storage.getItem(scope.pathname + "." + key))
}

function __md_set(key, value, storage = localStorage, scope = __md_scope) {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value))
  } catch {
    // a browser that forbids storage forgets
  }
}

// The colours that were chosen, else the system's, before anything is painted.
new MutationObserver((_, observer) => {
  if (!document.body) return
  observer.disconnect()
  const { scheme, media } = __md_get("__palette")?.color ?? {}
  const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default"
  const auto = !scheme || media === "(prefers-color-scheme)"
  document.body.setAttribute("data-md-color-scheme", auto ? dark : scheme)
}).observe(document.documentElement, { childList: true })

const BrowserWorker = window.Worker

// Search starts when the reader turns to it: this stands in for Material's search worker and
// starts the real one with the first message.
class LateWorker extends EventTarget {
  constructor(url) {
    super()
    this.url = url
  }

  async postMessage(data) {
    this.send ??= (location.protocol === "file:" ? startFrame : startWorker)(this)
    const send = await this.send
    send(data)
  }

  receive(data) {
    this.dispatchEvent(message(data))
  }
}

async function startWorker(late) {
  const worker = new BrowserWorker(late.url)
  worker.onmessage = ({ data }) => late.receive(data)
  return data => worker.postMessage(data)
}

// Browsers refuse to start a worker from file://. A hidden frame runs the same script and speaks
// the same messages; each in a task of its own, as from a worker, so that no answer overtakes the
// message before it.
async function startFrame(late) {
  const frame = document.createElement("iframe")
  frame.hidden = true
  document.documentElement.append(frame)
  const inside = frame.contentWindow
  inside.postMessage = data => setTimeout(() => late.receive(data))
  const script = inside.document.createElement("script")
  script.src = late.url
  const loaded = new Promise(resolve => (script.onload = resolve))
  inside.document.head.append(script)
  await loaded
  return data => inside.dispatchEvent(message(data))
}

function message(data) {
  return new MessageEvent("message", { data })
}

// The index is the site's largest file. Material asks for it on every page; the request waits
// until the search is opened.
class LateRequest extends XMLHttpRequest {
  open(method, url, ...rest) {
    this.waits = String(url).endsWith("/search_index.json")
    super.open(method, url, ...rest)
  }

  async send(body) {
    if (this.waits) await searchOpened()
    super.send(body)
  }
}

function searchOpened() {
  const toggle = document.getElementById("__search")
  const form = document.forms.namedItem("search")
  return new Promise(resolve => {
    if (toggle.checked || form.contains(document.activeElement)) resolve()
    toggle.addEventListener("change", resolve, { once: true })
    form.addEventListener("focusin", resolve, { once: true })
  })
}

window.Worker = LateWorker
window.XMLHttpRequest = LateRequest
