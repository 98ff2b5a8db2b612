// Builds static/ from theme.scss and src/, and writes the file names the pages use.
// Names carry a hash of the content, so browsers may keep files for good.
import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import * as esbuild from "esbuild"
import * as sass from "sass"

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, "..", "static")
const fonts = join(here, "node_modules/@fontsource/atkinson-hyperlegible")

function put(folder, name, ext, content, compress) {
  const bytes = Buffer.from(content)
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12)
  const file = `${name}.${hash}.${ext}`
  const path = join(out, folder, file)
  writeFileSync(path, bytes)
  if (compress) {
    // Ready-made, so that the web server spends nothing on them.
    writeFileSync(path + ".gz", gzipSync(bytes, { level: 9 }))
    writeFileSync(path + ".br", brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  }
  console.log(`${folder}/${file}`, bytes.length, compress ? `gzip ${gzipSync(bytes, { level: 9 }).length}` : "")
  return file
}

for (const folder of ["css", "js", "fonts", "images"]) {
  const path = join(out, folder)
  mkdirSync(path, { recursive: true })
  for (const file of readdirSync(path)) {
    if (/\.[0-9a-f]{12}\./.test(file)) rmSync(join(path, file))
  }
}

const regular = put("fonts", "atkinson-hyperlegible-regular", "woff2", readFileSync(join(fonts, "files/atkinson-hyperlegible-latin-400-normal.woff2")))
const bold = put("fonts", "atkinson-hyperlegible-bold", "woff2", readFileSync(join(fonts, "files/atkinson-hyperlegible-latin-700-normal.woff2")))
writeFileSync(join(out, "fonts", "OFL.txt"), readFileSync(join(fonts, "LICENSE")))
const mark = put("images", "mark", "svg", readFileSync(join(here, "src/mark.svg")))
const arc = put("images", "arc", "svg", readFileSync(join(here, "src/arc.svg")))

const built = sass.compile(join(here, "theme.scss"), {
  loadPaths: [here, join(here, "node_modules/govuk-frontend/dist")],
  quietDeps: true
})
// Every component names the font and every colour a fallback; body names the font once, and
// browsers that run this all know custom properties. Saves a fifth of the file.
const slim = built.css
  .replace(/font-family: "Atkinson Hyperlegible", arial, sans-serif;\s*-webkit-font-smoothing: antialiased;\s*-moz-osx-font-smoothing: grayscale;/g, "")
  .replace(/@media print \{\s*[^{}]+\{\s*font-family: sans-serif;\s*\}\s*\}/g, "")
  .replace(/([^{}@;]+)(\{[^{}]*\})/g, (rule, selectors, body) => {
    // Variants no page of ours uses.
    const kept = selectors.split(",").filter((one) => !/inverse|-from-desktop|extra-letter|main-wrapper--|no-underline|section-break--(m|xl)|body-lead|label--xl|legend--xl|summary-card__action|__divider|link--(error|success|text-colour|muted)|small-text/.test(one))
    return kept.length ? kept.join(",") + body : ""
  })
  .replace(/var\((--govuk-[a-z-]+), #[0-9a-f]{3,8}\)/g, "var($1)")
const css = (await esbuild.transform(
  slim.replaceAll("FONT_REGULAR", regular).replaceAll("FONT_BOLD", bold).replaceAll("IMAGE_ARC", arc),
  { loader: "css", minify: true, target: ["chrome80", "safari13", "firefox78"] }
)).code
const stylesheet = put("css", "app", "css", css, true)

const bundle = await esbuild.build({
  entryPoints: [join(here, "src/app.js")],
  bundle: true, minify: true, write: false, format: "esm", target: "es2018", legalComments: "none"
})
const script = put("js", "app", "js", bundle.outputFiles[0].contents, true)

// Only the few pages that ask for a passkey load it.
const passkeys = await esbuild.build({
  entryPoints: [join(here, "src/passkey.js")],
  bundle: true, minify: true, write: false, format: "esm", target: "es2018", legalComments: "none"
})
const passkeyScript = put("js", "passkey", "js", passkeys.outputFiles[0].contents, true)

writeFileSync(join(here, "..", "templates/layouts/assets.html"),
  `{# Written by .assets/build.mjs. #}
{% set stylesheet = "css/${stylesheet}" %}
{% set script = "js/${script}" %}
{% set passkey_script = "js/${passkeyScript}" %}
{% set font_regular = "fonts/${regular}" %}
{% set font_bold = "fonts/${bold}" %}
{% set mark = "images/${mark}" %}
`)
