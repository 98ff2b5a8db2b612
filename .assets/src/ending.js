// Tells of the end of a sign-in before it comes. When it has come, nothing of the page stays in
// sight: what was typed is sent to be kept, and the server leads on to where one signs in.
const WARN = 120000
const EARLY = 10000 // while what was typed can still be kept for its person
const SELDOM = 60000 // the server writes down no more often that somebody is there
const KEPT = "nolimits-rests-until"

const dialog = document.querySelector("[data-ending]")
const signOut = document.getElementById("sign-out")
const heading = document.getElementById("ending-title")
const title = document.title
let length, lasts, rests, timer, touched, shown, over

// Other pages of the same person in this browser may have been busy since.
function elsewhere() {
  try {
    const [of, until] = localStorage.getItem(KEPT).split(" ")
    return of === dialog.dataset.ending ? Math.min(Number(until), Date.now() + length + SELDOM) : 0
  } catch (error) {
    return 0
  }
}

// Something was sent, so the sign-in rests from now on.
export function seen(ms = length - SELDOM) {
  if (!dialog || over) return
  rests = Math.max(rests, Date.now() + ms)
  try {
    localStorage.setItem(KEPT, `${dialog.dataset.ending} ${rests}`)
  } catch (error) {
    // Then each page counts for itself.
  }
  look()
}

function look() {
  if (over) return
  rests = Math.max(rests, elsewhere())
  const end = Math.min(rests, lasts)
  const left = end - Date.now()
  if (left <= EARLY) return leave()
  if (left <= WARN) show(rests < lasts ? "rests" : "lasts", end)
  else hide()
  clearTimeout(timer)
  timer = setTimeout(look, left - (left > WARN ? WARN : EARLY))
}

function say(which) {
  for (const part of dialog.querySelectorAll("[data-when]")) {
    part.hidden = !part.dataset.when.split(" ").includes(which)
  }
}

function show(which, end) {
  if (shown === which) return
  shown = which
  say(which)
  const time = new Date(end).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
  for (const place of dialog.querySelectorAll("[data-time]")) place.textContent = time
  document.title = `${heading.textContent} – ${title}`
  open()
}

function open() {
  if (dialog.hasAttribute("open")) return
  if (dialog.showModal) dialog.showModal()
  else dialog.setAttribute("open", "")
}

function hide() {
  shown = null
  close()
}

function close() {
  document.title = title
  if (!dialog.hasAttribute("open")) return
  if (dialog.close) dialog.close()
  else dialog.removeAttribute("open")
}

// The person is there: they want to stay or, where that cannot be, know when it ends.
async function goOn() {
  if (shown === "lasts") {
    close()
    return
  }
  try {
    const answer = await fetch(dialog.dataset.stay, { method: "POST", body: new FormData(signOut), credentials: "same-origin" })
    if (answer.redirected || (answer.status >= 400 && answer.status < 500)) return leave()
    seen((await answer.json()).rests * 1000)
  } catch (error) {
    dialog.querySelector("[data-unreached]").textContent = "We could not be reached. Try again."
  }
}

function leave() {
  over = true
  for (const part of document.body.children) {
    if (part !== dialog) part.style.display = "none"
  }
  say("over")
  document.title = heading.textContent = heading.dataset.over
  open()
  heading.tabIndex = -1
  heading.focus()
  reach()
}

// A computer that wakes up needs a moment to find its network; until then the form waits here.
function reach() {
  fetch(document.querySelector("link[rel=icon]").href, { cache: "no-store" }).then(send, () => setTimeout(reach, 3000))
}

function send() {
  const form = touched && touched.isConnected ? touched : signOut
  for (const file of form.querySelectorAll("input[type=file]")) file.disabled = true
  const mark = document.createElement("input")
  Object.assign(mark, { type: "hidden", name: "rested", value: "1" })
  form.append(mark)
  HTMLFormElement.prototype.submit.call(form)
}

if (dialog && signOut) {
  length = dialog.dataset.rests * 1000
  lasts = Date.now() + dialog.dataset.lasts * 1000
  rests = 0
  seen(length)
  document.addEventListener("input", (event) => {
    const form = event.target.form
    if (form && form.getAttribute("method") === "post") touched = form
  })
  addEventListener("storage", look)
  document.addEventListener("visibilitychange", look)
  addEventListener("pageshow", (event) => {
    if (event.persisted && over) location.reload()
    else look()
  })
  for (const button of dialog.querySelectorAll("[data-go-on]")) button.addEventListener("click", goOn)
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault()
    goOn()
  })
}
