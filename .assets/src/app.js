// Everything here only makes nicer what already works without it.
import { createAll } from "govuk-frontend/dist/govuk/init.mjs"
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs"
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs"
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs"
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs"
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs"
import { seen } from "./ending.js"

// Set here and not in the page, so that the page needs no inline script.
document.body.classList.add("js-enabled", "govuk-frontend-supported")

for (const part of [Button, CharacterCount, ErrorSummary, NotificationBanner, SkipLink]) {
  createAll(part)
}

// ---- a choice that opens a field
// Our own and not the library's: that one puts aria-expanded on radios, where ARIA does not allow it.
const opens = [...document.querySelectorAll("[data-aria-controls]")]
const reveal = () => {
  for (const input of opens) {
    const part = document.getElementById(input.dataset.ariaControls)
    part.classList.toggle(`govuk-${input.type === "radio" ? "radios" : "checkboxes"}__conditional--hidden`, !input.checked)
    if (input.type === "checkbox") input.setAttribute("aria-expanded", String(input.checked))
  }
}
for (const input of opens) input.setAttribute("aria-controls", input.dataset.ariaControls)
if (opens.length) {
  reveal()
  document.addEventListener("change", reveal)
  // The browser may put answers back after this has run.
  addEventListener("pageshow", reveal)
}

// ---- the menu closes on Escape, and when someone goes on elsewhere
const menu = document.querySelector("[data-menu]")
if (menu) {
  const summary = menu.querySelector("summary")
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return
    menu.open = false
    summary.focus()
  })
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (!menu.contains(event.target)) menu.open = false
    })
  }
}

// ---- show a password
for (const button of document.querySelectorAll("[data-show-password]")) {
  const input = document.getElementById(button.getAttribute("aria-controls"))
  const name = button.dataset.showPassword
  const set = (shown) => {
    input.type = shown ? "text" : "password"
    button.textContent = shown ? "Hide" : "Show"
    button.setAttribute("aria-label", (shown ? "Hide " : "Show ") + name)
  }
  button.hidden = false
  set(false)
  button.addEventListener("click", () => set(input.type === "password"))
  // Sent as a password again, so that the browser does not remember it as plain text.
  if (input.form) input.form.addEventListener("submit", () => set(false))
}

// ---- autosave
const WAIT = 1200
const RETRY = [5000, 15000, 30000, 60000]

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const status = form.querySelector("[data-autosave-status]")
  let timer = 0
  let tries = 0
  let busy = false
  let changed = false
  let leaving = false

  const say = (text) => {
    if (status && status.textContent !== text) status.textContent = text
  }
  const later = (ms) => {
    clearTimeout(timer)
    timer = setTimeout(save, ms)
  }

  async function save() {
    clearTimeout(timer)
    if (busy || !changed || leaving) return
    busy = true
    changed = false
    const body = new URLSearchParams()
    // Files wait for the real submit: sending them at every pause would eat someone's data.
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value)
    }
    let saved = false
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body,
        credentials: "same-origin",
        headers: { "X-Autosave": "1" },
        // Sent even if the phone is locked a moment later; browsers cap such bodies at 64 kB.
        keepalive: body.toString().length < 60000
      })
      // A redirect means the sign-in page came back, so nothing was kept.
      saved = answer.ok && !answer.redirected
    } catch (error) {
      saved = false
    }
    busy = false
    if (saved) {
      tries = 0
      seen()
      say("Saved at " + new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }))
      if (changed) later(WAIT)
    } else {
      changed = true
      say("Not saved yet – we'll keep trying")
      later(RETRY[Math.min(tries++, RETRY.length - 1)])
    }
  }

  const touched = () => {
    changed = true
    later(WAIT)
  }
  form.addEventListener("input", touched)
  form.addEventListener("change", touched)
  form.addEventListener("submit", () => {
    leaving = true
    clearTimeout(timer)
  })
  addEventListener("online", save)
  addEventListener("pageshow", () => { leaving = false })
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save()
  })
}

// ---- leave at once: Shift three times does what the button does
const exit = document.querySelector("[data-exit]")
if (exit) {
  let presses = []
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = []
      return
    }
    presses = presses.concat(event.timeStamp).filter((t) => event.timeStamp - t < 3000)
    if (presses.length >= 3) location.replace(exit.href)
  })
  exit.addEventListener("click", (event) => {
    event.preventDefault()
    location.replace(exit.href)
  })
}

// ---- choosing many rows: one box for all, and the number chosen in words
for (const group of document.querySelectorAll("[data-choose]")) {
  const boxes = [...group.querySelectorAll("tbody input[type=checkbox]")]
  const all = group.querySelector("[data-choose-all]")
  const words = group.querySelector("[data-choose-count]")
  const tell = () => {
    const n = boxes.filter((box) => box.checked).length
    if (words) words.textContent = n === 0 ? "None chosen" : n + " chosen"
    if (all) {
      all.checked = n > 0 && n === boxes.length
      all.indeterminate = n > 0 && n < boxes.length
    }
  }
  if (all) all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked }); tell() })
  group.addEventListener("change", tell)
  tell()
}
