/** Disks that a change of the spec would make smaller, which AWS refuses when everything else has been applied. */
import type { Finding } from "../../schema/diagnostics.ts";
import type { Changes, Json } from "./changes.ts";
import { RESOURCES } from "./resources.ts";
import { resources, type Side } from "./side.ts";

/** What stands at a dotted path of an attribute; a block is a list of one, or itself. */
const at = (resource: Json | undefined, path: string): number | undefined => {
  const value = path
    .split(".")
    .reduce((part: unknown, key) => ((Array.isArray(part) ? part[0] : part) as Json | undefined)?.[key], resource);
  return typeof value === "number" ? value : undefined;
};

/** Those that stay, each once by the part of the spec that says its size. */
export function shrinking(before: Side, after: Side, stacks: Readonly<Record<string, Changes>>): readonly Finding[] {
  const found = Object.entries(stacks).flatMap(([stack, { changed, replaced }]) => {
    const [old, now] = [resources(before, stack), resources(after, stack)];
    return changed
      .filter((address) => !replaced.includes(address))
      .flatMap((address): readonly Finding[] => {
        const { grows } = RESOURCES[address.slice(0, address.indexOf("."))] ?? {};
        if (grows === undefined) return [];
        const [was, is] = [at(old.get(address), grows.attribute), at(now.get(address), grows.attribute)];
        if (was === undefined || is === undefined || is >= was) return [];
        return [
          {
            code: "disk-shrinks",
            places: [{ path: grows.path, part: "key" }],
            message: `${address} has ${was} GiB, and AWS does not make ${is} of it: disks only grow`,
            help: `say ${was} or more`,
          },
        ];
      });
  });
  return [...new Map(found.map((each) => [each.message, each])).values()];
}
