// Runs the scripts of an explorer under node: the search, and the places of passages in a text.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const [folder] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(0, "utf8"));
const parts = new Map();
const sandbox = vm.createContext({
  TextEncoder,
  explorer: { part: (name, data) => parts.set(name, data) },
});
const run = (path) => vm.runInContext(readFileSync(join(folder, path), "utf8"), sandbox);

if (asked.queries) {
  run("assets/folding.js");
  for (const name of ["asking", "finding", "spelling"]) run(`assets/${name}.js`);
  run("search/words.js");
  const words = parts.get("words");
  for (let number = 1; number <= words.parts; number += 1) run(`search/part-${number}.js`);
  const { question, find, listed } = sandbox.explorer.finder(words);
  const didYouMean = sandbox.explorer.speller(words);
  const answers = asked.queries.map((query) => {
    const sought = question(query);
    if (sought === null) return [didYouMean(query), []];
    const found = [];
    for (let number = 1; number <= words.parts; number += 1) {
      for (const record of parts.get(`part ${number}`)) {
        const match = find(record, sought);
        if (match) found.push(match);
      }
    }
    const answers = listed(found, sought).map(({ address, pointer, text, called }) => [address, pointer, text, called]);
    return [didYouMean(query), answers];
  });
  process.stdout.write(JSON.stringify(answers));
}
if (asked.texts) {
  run("assets/source.js");
  const answers = asked.texts.map(([text, passages]) => {
    const { found, missing } = sandbox.explorer.placed(text, passages);
    return [found.map(({ start, end }) => [start, end]), missing.length];
  });
  process.stdout.write(JSON.stringify(answers));
}
if (asked.hashed) {
  run("assets/source.js");
  const answers = asked.hashed.map((text) => sandbox.explorer.sha256(new TextEncoder().encode(text)));
  process.stdout.write(JSON.stringify(answers));
}
