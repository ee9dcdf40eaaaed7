/** Names that a clone of the output could not have on the disks of others: Windows and macOS take part in reviews. */
import type { Finding, SpecPath } from "../../schema/diagnostics.ts";
import { isFor } from "../machines/own-files.ts";
import type { OwnFile } from "../model/cluster.ts";
import type { Rule } from "../model/variants.ts";

/** What Windows takes for a device wherever it stands in a path, in any spelling ("Naming Files, Paths, and Namespaces"). */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** The names of the spec that become directories. */
export const deviceNames: Rule = ({ name, nodePools }) => {
  const named: readonly (readonly [what: string, name: string, path: SpecPath])[] = [
    ["cluster", name, ["name"]],
    ...nodePools.map((pool, index) => ["node pool", pool.name, ["nodePools", index, "name"]] as const),
  ];
  return named
    .filter(([, each]) => DEVICE.test(each))
    .map(
      ([what, each, path]): Finding => ({
        code: "invalid-value",
        places: [{ path }],
        message: `a ${what} cannot be called "${each}": a directory of the output would be, and that is a device of Windows`,
        help: `choose another name, such as ${each}-1`,
      }),
    );
};

/** Whether two paths are one, or one lies below the other's file, where capitals make no difference, and only there. */
function meet(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a === b) return one !== other;
  return (
    (b.startsWith(`${a}/`) && !other.startsWith(`${one}/`)) || (a.startsWith(`${b}/`) && !one.startsWith(`${other}/`))
  );
}

const onOneMachine = (one: OwnFile, other: OwnFile): boolean => one.machines === null || isFor(other, one.machines);

/** Files of the spec that lie beside each other in the output of one machine. */
export const fileCapitals: Rule = ({ files }) =>
  files.flatMap((file, index): readonly Finding[] => {
    const earlier = files.slice(0, index).find((each) => meet(each.path, file.path) && onOneMachine(each, file));
    if (earlier === undefined) return [];
    return [
      {
        code: "duplicate-name",
        places: [{ path: [...file.from, "path"] }, { path: [...earlier.from, "path"], label: "also here" }],
        message: `${file.path} and ${earlier.path} meet where capitals make no difference, as on the disks of macOS and Windows`,
        help: "choose paths that differ in more than capitals",
      },
    ];
  });
