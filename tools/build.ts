/** Bundles the command into one file: what `bin` points at, and what starts fast. */
import { chmod } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** cdktf zips assets with it, half a megabyte of code that every start would read; no stack of ours has assets. */
const withoutArchiver: Plugin = {
  name: "without-archiver",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^archiver$/ }, () => ({ path: "archiver", namespace: "absent" }));
    onLoad({ filter: /.*/, namespace: "absent" }, () => ({
      contents: 'module.exports = () => { throw new Error("archiver is not part of the bundle"); };',
    }));
  },
};

await build({
  plugins: [withoutArchiver],
  entryPoints: [path("main.ts")],
  outfile: path("dist/main.js"),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // CommonJS packages in the bundle call `require` for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url); const __dirname = import.meta.dirname; const __filename = import.meta.filename;',
  },
  // Its CommonJS side hides from the bundler what it consists of.
  alias: { "jsonc-parser": path("node_modules/jsonc-parser/lib/esm/main.js") },
  logLevel: "warning",
});
await chmod(path("dist/main.js"), 0o755);
