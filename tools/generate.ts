/** Writes what is generated from the schemas; `--check` only compares, and fails when something is stale. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { generateDefaults } from "./generate-defaults.ts";
import { generateReference } from "./generate-reference.ts";
import { generateSchema } from "./generate-schema.ts";
import { generateTemplates, generateTemplateTypes } from "./generate-templates.ts";
import { generateTypes } from "./generate-types.ts";
import { generateValidators, generateValidatorTypes } from "./generate-validators.ts";

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const generated: Readonly<Record<string, () => Promise<string>>> = {
  // First: everything else is made from it.
  "schema/cluster.schema.json": generateSchema,
  "schema/generated/types.ts": generateTypes,
  "schema/generated/defaults.ts": generateDefaults,
  "generators/text/generated/templates.js": generateTemplates,
  "generators/text/generated/templates.d.ts": generateTemplateTypes,
  "schema/generated/validators.js": generateValidators,
  "schema/generated/validators.d.ts": generateValidatorTypes,
  "docs/reference.md": generateReference,
};

const check = process.argv.includes("--check");
for (const [path, generate] of Object.entries(generated)) {
  const text = await generate();
  const before = await readFile(root(path), "utf8").catch(() => undefined);
  if (before === text) continue;
  if (check) {
    console.error(`${path} is stale: run \`npm run generate\``);
    process.exitCode = 1;
  } else {
    await mkdir(dirname(root(path)), { recursive: true });
    await writeFile(root(path), text);
    console.log(`wrote ${path}`);
  }
}
