/** Bundles the command into one file: what `bin` points at, and what starts fast. */
import { chmod } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

await build({
  entryPoints: [path("main.ts")],
  outfile: path("dist/main.js"),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minifySyntax: true,
  legalComments: "none",
  // CommonJS packages in the bundle call `require` for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url); const __dirname = import.meta.dirname; const __filename = import.meta.filename;',
  },
  logLevel: "warning",
});
await chmod(path("dist/main.js"), 0o755);
