// Prints the texts of message catalogues as JSON: {catalogue: {language: {key: text}}}. Arguments: a JSON list of
// {name, files}, where {tag} in a file stands for the tag of a language, and one of {language: [tags]}. Files are JSON
// or ES modules.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [catalogues, languages] = process.argv.slice(2).map((text) => JSON.parse(text));

async function read(file) {
  if (!existsSync(file)) return null;
  if (file.endsWith(".json")) return JSON.parse(readFileSync(file, "utf8"));
  const module = await import(pathToFileURL(resolve(file)).href);
  const found = module.default?.default ?? module.default ?? Object.values(module)[0];
  return found?.translations ?? found;
}

function flatten(value, key, into) {
  if (typeof value === "string") into[key] = value;
  else if (value && typeof value === "object")
    for (const [name, inner] of Object.entries(value)) flatten(inner, key ? `${key}.${name}` : name, into);
  return into;
}

const texts = {};
for (const { name, files } of catalogues)
  for (const [language, tags] of Object.entries(languages))
    for (const file of files)
      for (const tag of tags) {
        const found = await read(file.replaceAll("{tag}", tag));
        if (!found) continue;
        flatten(found, "", ((texts[name] ??= {})[language] ??= {}));
        break; // the first tag of a language that a catalogue has
      }
process.stdout.write(JSON.stringify(texts));
