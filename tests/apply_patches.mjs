// Applies JSON Patches with fast-json-patch: reads [[document, patch], …] and writes the results.
// A patch that does not apply gives the name of its error instead of a document.
import { readFileSync } from "node:fs";
import jsonpatch from "fast-json-patch";

const cases = JSON.parse(readFileSync(0, "utf8"));
const results = cases.map(([before, patch]) => {
  try {
    return { document: jsonpatch.applyPatch(before, patch, true).newDocument };
  } catch (fault) {
    return { refused: fault.name };
  }
});
process.stdout.write(JSON.stringify(results));
