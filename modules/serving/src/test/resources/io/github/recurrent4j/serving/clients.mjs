// Asks the server at argv[2] through clients that were made for others, and prints what they got as JSON.
import { createRequire } from "module";
import SwaggerParser from "@apidevtools/swagger-parser";
import OpenAI from "openai";
import translate from "translate";

const url = process.argv[2];
const libre = createRequire(import.meta.url)("libretranslate");
const openai = new OpenAI({ baseURL: url + "/v1", apiKey: "none", maxRetries: 0 });
const got = {};

const asked = { model: "shakespeare", prompt: "KING", max_tokens: 30, seed: 3 };
got.models = [];
for await (const model of await openai.models.list()) got.models.push(model.id);
got.model = (await openai.models.retrieve("shakespeare")).id;
got.completion = await openai.completions.create({ ...asked, logprobs: 2, n: 2 });
got.stream = "";
for await (const part of await openai.completions.create({ ...asked, stream: true })) got.stream += part.choices[0].text;
got.errors = [];
for (const wrong of [{ model: "none" }, { temperature: 9 }]) {
  try {
    await openai.completions.create({ ...asked, ...wrong });
  } catch (e) {
    got.errors.push([e.constructor.name, e.status, e.type]);
  }
}

got.libretranslate = await libre.translate({ query: "No encuentro mis llaves.", source: "es", target: "en", apiurl: url });
got.html = await libre.translate({ query: "<p>El perro <b>come</b> pan.</p>", source: "auto", target: "en", format: "html", apiurl: url });
translate.engine = "libre";
translate.url = url + "/translate";
got.translate = await translate("¿Dónde está la biblioteca?", { from: "es", to: "en" });
try {
  await translate("a", { from: "en", to: "fr" });
} catch (e) {
  got.translateError = e.message;
}

got.description = (await SwaggerParser.validate(await (await fetch(url + "/openapi.json")).json())).openapi;
console.log(JSON.stringify(got));
