// SPDX-License-Identifier: Apache-2.0
// Writes src/api/schema.ts from the contract, api/openapi.yaml.   node tools/make_types.mjs [--check]
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const contract = fileURLToPath(new URL("../../api/openapi.yaml", import.meta.url));
const target = fileURLToPath(new URL("../src/api/schema.ts", import.meta.url));

const quoted = (name) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name));

function type_of(schema) {
  if (schema === undefined || schema === true) return "unknown";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice) return choice.map(type_of).join(" | ");
  if (schema.allOf) return schema.allOf.map(type_of).join(" & ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => type_of({ ...schema, type })).join(" | ");
  switch (schema.type) {
    case "string": return "string";
    case "number": case "integer": return "number";
    case "boolean": return "boolean";
    case "null": return "null";
    case "array": { const item = type_of(schema.items); return /[ |&{]/.test(item) ? `(${item})[]` : `${item}[]`; }
    case "object": return object_of(schema, "  ");
    default: return "unknown";
  }
}

function object_of(schema, indent) {
  if (!schema.properties) return `Record<string, ${schema.additionalProperties ? type_of(schema.additionalProperties) : "unknown"}>`;
  const required = new Set(schema.required ?? []);
  const lines = Object.entries(schema.properties).map(([name, value]) => `${indent}${quoted(name)}${required.has(name) ? "" : "?"}: ${type_of(value).replace(/\n/g, `\n${indent}`)};`);
  return `{\n${lines.join("\n")}\n${indent.slice(2)}}`;
}

export function make_types() {
  const { components } = parse(readFileSync(contract, "utf8"));
  const parts = Object.entries(components.schemas).map(([name, schema]) => {
    const note = schema.description ? `// ${String(schema.description).trim().replace(/\s*\n\s*/g, "\n// ")}\n` : "";
    return `${note}export ${schema.properties ? `interface ${name} ${object_of(schema, "  ")}` : `type ${name} = ${type_of(schema)};`}`;
  });
  return `// SPDX-License-Identifier: Apache-2.0\n// Written by tools/make_types.mjs from api/openapi.yaml. Do not edit.\n// One file, and as long as the contract is: so that a diff of it shows what a change of the contract changed.\n\n${parts.join("\n\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = make_types();
  if (process.argv.includes("--check")) {
    if (readFileSync(target, "utf8") !== text) { console.error("src/api/schema.ts is not what api/openapi.yaml says; run `npm run types`"); process.exit(1); }
  } else writeFileSync(target, text);
}
