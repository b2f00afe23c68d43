// Search starts when the reader turns to it, and works from file:// too. Runs before Material's
// script (extra.polyfills); the file's name tells Material's offline plugin that it needn't fetch
// one like it from another host.

// Browsers refuse to start a worker from file://. A hidden frame runs the same script and speaks
// the same messages.
class FrameWorker extends EventTarget {
  constructor(url) {
    super()
    this.frame = document.createElement("iframe")
    this.frame.hidden = true
    document.documentElement.append(this.frame)
    const inside = this.frame.contentWindow
    inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
    this.ready = new Promise((resolve, reject) => {
      const script = inside.document.createElement("script")
      script.src = url
      script.onload = resolve
      script.onerror = reject
      inside.document.head.append(script)
    })
  }

  async postMessage(data) {
    await this.ready
    this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data }))
  }
}

// Over http Material starts its worker on every page; this one starts with its first message.
class LateWorker extends EventTarget {
  constructor(url) {
    super()
    this.url = url
  }

  postMessage(data) {
    this.worker ??= this.start()
    this.worker.postMessage(data)
  }

  start() {
    const worker = new BrowserWorker(this.url)
    worker.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }))
    return worker
  }
}

const BrowserWorker = window.Worker
window.Worker = location.protocol === "file:" ? FrameWorker : LateWorker

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
window.XMLHttpRequest = LateRequest

function searchOpened() {
  const toggle = document.getElementById("__search")
  const form = document.forms.namedItem("search")
  return new Promise(resolve => {
    if (toggle.checked || form.contains(document.activeElement)) resolve()
    toggle.addEventListener("change", resolve, { once: true })
    form.addEventListener("focusin", resolve, { once: true })
  })
}
