// Makes picture-and-name tables of emoji drawings by several makers, for `r4j captioning`.
//
//   npm install --ignore-scripts openmoji emoji-datasource-google emoji-datasource-twitter \
//     emojione@2.2.7 @iconify-json/fluent-emoji-flat @iconify-json/fluent-emoji \
//     @iconify-json/emojione @iconify-json/emojione-v1 @iconify-json/noto-v1 \
//     @iconify-json/fxemoji @iconify-json/streamline-emojis \
//     cldr-annotations-full cldr-annotations-derived-full
//   node emoji.mjs node_modules OUT
//
// Drawings that are SVG go through rsvg-convert (Debian: librsvg2-bin). OUT gets a folder of PNGs
// for each maker and four tables with the columns image, en and es:
//   train.tsv, valid.tsv   known makers, known meanings
//   parts.tsv              known makers, meanings that are in no other table, made of known parts
//   maker.tsv              a maker of whom nothing is in the others (Twemoji), known meanings
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const [packages, out] = process.argv.slice(2);
if (!packages || !out) {
  console.error("usage: node emoji.mjs node_modules OUT");
  process.exit(2);
}
const SIZE = 64;
const UNSEEN = "twemoji";
const json = (file) => JSON.parse(fs.readFileSync(path.join(packages, file), "utf8"));

/** Code points in hexadecimal without variation selectors, which do not change a meaning. */
const key = (points) => points.filter((p) => p !== "fe0f").join("-");
const keyOf = (text) => key([...text].map((c) => c.codePointAt(0).toString(16).padStart(4, "0")));

/** Names by key, from CLDR's two packages. */
function names(language) {
  const found = new Map();
  const plain = json(`cldr-annotations-full/annotations/${language}/annotations.json`);
  const derived = json(
    `cldr-annotations-derived-full/annotationsDerived/${language}/annotations.json`);
  for (const all of [plain.annotations.annotations, derived.annotationsDerived.annotations]) {
    for (const [text, about] of Object.entries(all)) {
      if (about.tts) found.set(keyOf(text), about.tts[0].trim().toLowerCase());
    }
  }
  return found;
}

const english = names("en");
const spanish = names("es");
const known = json("emoji-datasource-google/emoji.json");
const emoji = new Set(
  known.flatMap((e) =>
    [e.unified, ...Object.values(e.skin_variations ?? {}).map((v) => v.unified)].map((u) =>
      key(u.toLowerCase().split("-")))));

/** A name's letters and digits: makers differ in the rest. */
const slug = (name) =>
  name.toLowerCase().normalize("NFD").replace(/[^a-z0-9]/g, "");

/** Keys by Unicode's names, by those that chats use and, which win, by CLDR's. */
const bySlug = new Map([
  ...known.flatMap((e) =>
    [e.name, ...e.short_names].filter(Boolean).map((n) =>
      [slug(n), key(e.unified.toLowerCase().split("-"))])),
  ...[...english].filter(([k]) => emoji.has(k)).map(([k, n]) => [slug(n), k]),
]);

/** The key that an icon's name means, with what some makers add to names or leave out. */
const named = (icon) =>
  [icon, icon.replace(/-\d$/, ""), icon.replace(/^flag-for/, "flag"), `${icon}-face`]
    .map((n) => bySlug.get(slug(n))).find(Boolean);

function* pngs(maker) {
  const folder = path.join(packages, `emoji-datasource-${maker}/img/${maker}/64`);
  for (const file of fs.readdirSync(folder)) {
    yield [key(path.parse(file).name.split("-")), { copy: path.join(folder, file) }];
  }
}

function* svgs(folder) {
  folder = path.join(packages, folder);
  for (const file of fs.readdirSync(folder)) {
    const points = path.parse(file).name.toLowerCase().split("-");
    yield [key(points), { svg: fs.readFileSync(path.join(folder, file)) }];
  }
}

/** A set of icons; `like` names the set whose table of characters it shares. */
function* iconify(name, like = name) {
  const set = json(`@iconify-json/${name}/icons.json`);
  const chars = json(`@iconify-json/${like}/chars.json`);
  const byIcon = new Map(Object.entries(chars).map(([c, icon]) => [icon, key(c.split("-"))]));
  for (const [icon, drawing] of Object.entries(set.icons)) {
    const k = byIcon.get(icon) ?? named(icon);
    const width = drawing.width ?? set.width ?? 16;
    const height = drawing.height ?? set.height ?? 16;
    const at = `${drawing.left ?? 0} ${drawing.top ?? 0} ${width} ${height}`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"`
      + ` width="${width}" height="${height}" viewBox="${at}">${drawing.body}</svg>`;
    if (k) yield [k, { svg: Buffer.from(svg) }];
  }
}

function* both(first, second) {
  yield* first;
  yield* second;
}

const makers = {
  noto: pngs("google"),
  twemoji: pngs("twitter"),
  openmoji: svgs("openmoji/color/svg"),
  fluent: iconify("fluent-emoji-flat"),
  fluentshaded: iconify("fluent-emoji", "fluent-emoji-flat"),
  emojione: both(svgs("emojione/assets/svg"), iconify("emojione")),
  emojione1: iconify("emojione-v1"),
  notov1: iconify("noto-v1"),
  firefox: iconify("fxemoji"),
  streamline: iconify("streamline-emojis"),
};

/** A number in [0, 1) that depends on a text alone. */
const share = (text) => createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32;

/** Whether a meaning is made of parts: a skin tone, a colour of hair, or a time on a clock. */
const madeOfParts = (k) =>
  /1f3f[b-f]|1f9b[0-3]/.test(k) || /^1f5(5|6[0-7])/.test(k);

const tables = { train: [], valid: [], parts: [], maker: [] };
const counts = {};
for (const [maker, drawings] of Object.entries(makers)) {
  fs.mkdirSync(path.join(out, maker), { recursive: true });
  const seen = new Set();
  for (const [k, drawing] of drawings) {
    const en = english.get(k);
    const es = spanish.get(k);
    if (!emoji.has(k) || !en || !es || seen.has(k)) continue;
    const file = `${maker}/${k}.png`;
    const target = path.join(out, file);
    try {
      if (!fs.existsSync(target)) {
        if (drawing.copy) fs.copyFileSync(drawing.copy, target);
        else {
          const size = ["-w", SIZE, "-h", SIZE, "--keep-aspect-ratio", "-o", target];
          execFileSync("rsvg-convert", size, { input: drawing.svg });
        }
      }
    } catch (e) {
      console.error(`${file}: ${e.message.split("\n")[0]}`);
      continue;
    }
    seen.add(k);
    const held = madeOfParts(k) && share(`parts ${k}`) < 0.12;
    const part = share(`valid ${maker} ${k}`) < 0.03 ? "valid" : "train";
    const table = maker === UNSEEN ? (held ? null : "maker") : held ? "parts" : part;
    if (table) tables[table].push([file, en, es].join("\t"));
    counts[maker] = (counts[maker] ?? 0) + 1;
  }
}
const trained = new Set(tables.train.map((row) => row.split("\t")[1]));
tables.maker = tables.maker.filter((row) => trained.has(row.split("\t")[1]));
for (const [name, rows] of Object.entries(tables)) {
  fs.writeFileSync(path.join(out, `${name}.tsv`), ["image\ten\tes", ...rows, ""].join("\n"));
}
console.log(JSON.stringify({ drawings: counts,
  ...Object.fromEntries(Object.entries(tables).map(([n, r]) => [n, r.length])) }));
