// Asks the browser for a passkey, and sends its answer with the form it stands in.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0))
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")

function toMake(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) }))
  }
}

function toUse(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: options.allowCredentials.map((one) => ({ ...one, id: bytes(one.id) }))
  }
}

function answer(made) {
  const response = {}
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name])
  }
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response })
}

const NOT_NOW = "Nothing came of that: it was stopped, it took too long, or this device has no such passkey. Try again, or use another way."
const NOT_HERE = "This browser has no passkeys. Use another way, or another browser."
const NO_ANSWER = "We could not be reached just now. Try again."

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const status = form.querySelector("[data-passkey-status]")
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return
    event.preventDefault()
    status.textContent = ""
    if (!window.PublicKeyCredential) {
      status.textContent = NOT_HERE
      return
    }
    let asked
    try {
      const told = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form), credentials: "same-origin" })
      if (told.redirected) return location.reload() // they are asked to sign in, or to prove it again
      if (!told.ok) throw new Error(told.status)
      asked = await told.json()
    } catch (error) {
      status.textContent = NO_ANSWER
      return
    }
    try {
      const made = form.dataset.passkey === "make"
        ? await navigator.credentials.create({ publicKey: toMake(asked) })
        : await navigator.credentials.get({ publicKey: toUse(asked) })
      form.elements.credential.value = answer(made)
    } catch (error) {
      status.textContent = NOT_NOW
      return
    }
    form.submit()
  })
}
