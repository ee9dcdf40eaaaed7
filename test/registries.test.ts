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
  readonly written: string;
  /** The same with one value more, and with one less. */
  readonly more: string;
  readonly less: string;
  /** The registry, or registries, that have a variant a value. */
  readonly registries: readonly string[];
}

const UNIONS: Readonly<Record<string, Union>> = {
  platform: {
    file: SPEC_TYPES,
    written: 'type: "aws" | "aws-autoscaling";',
    more: 'type: "aws" | "aws-autoscaling" | "gap";',
    less: 'type: "aws";',
    registries: ["generators/platforms/places.ts", "generators/platforms/index.ts"],
  },
  "operating system": {
    file: SPEC_TYPES,
    written: 'family: "coreos" | "centos";',
    more: 'family: "coreos" | "centos" | "gap";',
    less: 'family: "coreos";',
    registries: ["generators/variants/os/index.ts"],
  },
  network: {
    file: SPEC_TYPES,
    written: 'type?: "routes" | "flannel";',
    more: 'type?: "routes" | "flannel" | "gap";',
    less: 'type?: "routes";',
    registries: ["generators/variants/network/index.ts"],
  },
  "add-on": {
    file: SPEC_TYPES,
    written: "  solr?: SolrAddon;",
    more: "  solr?: SolrAddon;\n  gap?: SolrAddon;",
    less: "",
    registries: ["generators/manifests/addons/index.ts"],
  },
  "output of Terraform": {
    file: SPEC_TYPES,
    written: '    | "vpc_id"',
    more: '    | "vpc_id"\n    | "gap"',
    less: "",
    registries: ["generators/platforms/aws/place/outputs.ts"],
  },
  bootstrap: {
    file: KUBERNETES,
    written: 'BootstrapName = "units"',
    more: 'BootstrapName = "units" | "gap"',
    less: 'BootstrapName = "gap"',
    registries: ["generators/variants/bootstrap/index.ts"],
  },
  runtime: {
    file: KUBERNETES,
    written: 'RuntimeName = "docker"',
    more: 'RuntimeName = "docker" | "gap"',
    less: 'RuntimeName = "gap"',
    registries: ["generators/variants/runtime/index.ts"],
  },
  "shape of manifests": {
    file: KUBERNETES,
    written: 'WorkloadApi = "v1beta1" | "v1" | "apps/v1"',
    more: 'WorkloadApi = "v1beta1" | "v1" | "apps/v1" | "gap"',
    less: 'WorkloadApi = "v1beta1" | "v1"',
    registries: ["generators/manifests/shapes/index.ts"],
  },
};

/** What the type checker says of the house with every union changed, by file. */
function refused(change: "more" | "less"): ReadonlyMap<string, string> {
  const texts = new Map([SPEC_TYPES, KUBERNETES].map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
  for (const { file, written, [change]: changed } of Object.values(UNIONS)) {
    const text = texts.get(file) ?? "";
    expect(text).toContain(written);
    texts.set(file, text.replace(written, changed));
  }
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
});
