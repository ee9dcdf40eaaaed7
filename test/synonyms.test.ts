/** Where the words of other tools lead. */
import { describe, expect, test } from "vitest";
import { follow, schemaOf } from "../schema/definitions.ts";
import { keyElsewhere, LED_TO } from "../schema/synonyms.ts";
import { compileText, specOf } from "./support/cases.ts";

/** The keys that may stand at a place, `nodePools[]` being one; undefined where there is no such place. */
function keysAt(place: string): readonly string[] | undefined {
  let node = schemaOf("native");
  for (const part of place === "" ? [] : place.split(".")) {
    const child = follow(node).properties?.[part.replace("[]", "")];
    if (child === undefined) return undefined;
    node = part.endsWith("[]") ? (follow(child).items ?? {}) : child;
  }
  return Object.keys(follow(node).properties ?? {});
}

test.each(LED_TO)("%s is a key", (key) => {
  const at = key.lastIndexOf(".");
  expect(keysAt(key.slice(0, Math.max(0, at)))).toContain(key.slice(at + 1));
});

const root = keysAt("") ?? [];
const pool = keysAt("nodePools[]") ?? [];

describe("a name that is none at its place", () => {
  test.each([
    [[], "nodeGroups", root, { key: "nodePools", isNeighbour: true }],
    [[], "node_groups", root, { key: "nodePools", isNeighbour: true }],
    [[], "region", root, { key: "platform.region", isNeighbour: false }],
    [["nodePools", 0], "machineType", pool, { key: "instanceType", isNeighbour: true }],
    [["nodePools", 0], "keyPair", pool, { key: "platform.keyPair", isNeighbour: false }],
    [["nodePools", 0], "volumeSize", pool, { key: "diskSize", isNeighbour: true }],
    [[], "nonsense", root, undefined],
    [[], "__proto__", root, undefined],
  ] as const)("%j %s", (parent, name, known, meant) => {
    expect(keyElsewhere(parent, name, known)).toEqual(meant);
  });

  test("leads nowhere in a ycluster.yml, which has its document's keys", () => {
    const text = specOf("ycluster-document").toString().replace("region:", "zones: 1\n  region:");
    const [first] = compileText(text).diagnostics;
    expect(first?.help).toMatch(/^known keys: availability_zones, /);
  });
});
