// Says of each document whether its schema accepts it, in Ajv's strict mode, which also refuses a
// schema that it cannot make full sense of.
//
//   node validate.mjs MANIFEST
//
// The manifest: {"schemas": {name: path}, "documents": [[name, path], ...]}. Printed is a JSON array
// of true and false, one for each document.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const manifest = read(process.argv[2]);
const ajv = new Ajv2020({ strict: true });
const validators = new Map(
  Object.entries(manifest.schemas).map(([name, path]) => [name, ajv.compile(read(path))]),
);
const verdicts = manifest.documents.map(([name, path]) => validators.get(name)(read(path)));
process.stdout.write(JSON.stringify(verdicts));
