/** Registries cannot hide a gap: the type checker refuses a value without its variant, and a variant without its value. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ROOT } from "./support/cases.ts";

const house = mkdtempSync(join(tmpdir(), "clusterwright-registries-"));
afterAll(() => rmSync(house, { recursive: true, force: true }));

for (const folder of ["generators", "schema"]) cpSync(join(ROOT, folder), join(house, folder), { recursive: true });
symlinkSync(join(ROOT, "node_modules"), join(house, "node_modules"));
const settings = JSON.parse(readFileSync(join(ROOT, "tsconfig.json"), "utf8")) as object;
writeFileSync(
  join(house, "tsconfig.json"),
  JSON.stringify({ ...settings, include: ["generators/**/*.ts", "schema/**/*.ts"] }),
);
mkdirSync(join(house, "templates"));

const SPEC_TYPES = "schema/generated/types.ts";
const KUBERNETES = "generators/model/kubernetes.ts";

interface Union {
  readonly file: string;
  /** What stands before its values. */
  readonly before: string;
  /** The registries that have a variant a value. */
  readonly registries: readonly string[];
}

const UNIONS: Readonly<Record<string, Union>> = {
  platform: {
    file: SPEC_TYPES,
    before: "export interface Platform {[^}]*?\\n {2}type: ",
    registries: ["generators/platforms/places.ts", "generators/platforms/index.ts"],
  },
  "operating system": { file: SPEC_TYPES, before: "\\n {2}family: ", registries: ["generators/variants/os/index.ts"] },
  network: {
    file: SPEC_TYPES,
    before: "export interface Network {[^}]*?\\n {2}type\\?: ",
    registries: ["generators/variants/network/index.ts"],
  },
  "output of Terraform": {
    file: SPEC_TYPES,
    before: "\\n {2}terraform\\?:",
    registries: ["generators/platforms/aws/place/outputs.ts"],
  },
  bootstrap: { file: KUBERNETES, before: "BootstrapName = ", registries: ["generators/variants/bootstrap/index.ts"] },
  runtime: { file: KUBERNETES, before: "RuntimeName = ", registries: ["generators/variants/runtime/index.ts"] },
  "shape of manifests": {
    file: KUBERNETES,
    before: "WorkloadApi = ",
    registries: ["generators/manifests/shapes/index.ts"],
  },
};

/** The add-ons are the keys of a type. */
const ADDONS = "export interface Addons {\n";
const ADDON_REGISTRY = "generators/manifests/addons/index.ts";

/** A text with one value more in a union, or with one less. */
function changed(text: string, { before }: Union, change: "more" | "less"): string {
  const union = new RegExp(`(${before})((?:\\s*\\|?\\s*"[^"]+")+);`);
  expect(text).toMatch(union);
  return text.replace(union, (_, start: string, values: string) => {
    if (change === "more") return `${start}${values} | "gap";`;
    const fewer = values.replace(/\s*\|?\s*"[^"]+"$/, "");
    return `${start}${fewer === "" ? '"gap"' : fewer};`;
  });
}

const changedAddons = (text: string, change: "more" | "less"): string =>
  change === "more"
    ? text.replace(ADDONS, `${ADDONS}  gap?: DnsAddon;\n`)
    : text.replace(new RegExp(`(${ADDONS})[^\n]*\n`), "$1");

/** What the type checker says of the house with every union changed, by file. */
function refused(change: "more" | "less"): ReadonlyMap<string, string> {
  const texts = new Map([SPEC_TYPES, KUBERNETES].map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
  for (const union of Object.values(UNIONS)) {
    texts.set(union.file, changed(texts.get(union.file) ?? "", union, change));
  }
  texts.set(SPEC_TYPES, changedAddons(texts.get(SPEC_TYPES) ?? "", change));
  for (const [file, text] of texts) writeFileSync(join(house, file), text);
  const { stdout } = spawnSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", house, "--pretty", "false"], {
    cwd: house,
    encoding: "utf8",
  });
  const found = new Map<string, string>();
  for (const [, file = "", message = ""] of stdout.matchAll(/^(\S+?)\(\d+,\d+\): error TS\d+: (.*(?:\n {2}.*)*)/gm)) {
    found.set(file, `${found.get(file) ?? ""}${message}\n`);
  }
  return found;
}

describe.each([
  ["a value without its variant", "more", /'?"?gap"?'? is missing|Property '"?gap"?' is missing/],
  ["a variant without its value", "less", /may only specify known properties/],
] as const)("%s", (_what, change, message) => {
  const errors = refused(change);

  test.each(Object.entries(UNIONS))("of the %s is refused", (_name, { registries }) => {
    for (const registry of registries) expect(errors.get(registry)).toMatch(message);
  });

  test("of the add-ons is refused", () => {
    expect(errors.get(ADDON_REGISTRY)).toMatch(message);
  });
});
