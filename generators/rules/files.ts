import type { Finding } from "../../schema/diagnostics.ts";
import { nearest } from "../../schema/suggest.ts";
import type { OwnFile } from "../cluster.ts";
import { bootTokens } from "../machines/own-files.ts";
import type { Payload } from "../machines/payload.ts";
import { CONTROL_PLANE } from "../naming.ts";
import type { Rule } from "./rule.ts";

const isOn =
  ({ machines }: OwnFile) =>
  ({ machine }: Payload): boolean =>
    machines?.includes(machine.group) ?? true;

const suggestion = (near: string | undefined, known: readonly string[]): string =>
  near === undefined ? `there is ${known.join(", ")}` : `did you mean "${near}"?`;

/** Files for machines that the cluster does not have. */
export const fileMachines: Rule = ({ files, nodePools }) => {
  const groups = [CONTROL_PLANE, ...nodePools.map(({ name }) => name)];
  return files.flatMap(({ machines }, index) =>
    (machines ?? []).flatMap((group, place): readonly Finding[] =>
      groups.includes(group)
        ? []
        : [
            {
              code: "file-machines",
              places: [{ path: ["files", index, "machines", place] }],
              message: `the cluster has no machines "${group}"`,
              help: suggestion(nearest(group, groups), groups),
            },
          ],
    ),
  );
};

/** Files with tokens whose unit is not on the machine: nothing would bind them. */
export const fileUnits: Rule = (cluster, { payloads }) =>
  cluster.files.flatMap((file, index) =>
    bootTokens(cluster, file.content).length === 0
      ? []
      : payloads.filter(isOn(file)).flatMap(({ machine }): readonly Finding[] => {
          const units = machine.units.map(({ name }) => name);
          if (units.includes(file.neededBy)) return [];
          return [
            {
              code: "file-machines",
              places: [
                { path: ["files", index, "neededBy"] },
                { path: ["files", index, "path"], label: "holds tokens" },
              ],
              message: `the ${machine.title} has no unit "${file.neededBy}" that could bind the tokens of ${file.path}`,
              help: suggestion(nearest(file.neededBy, units), units),
            },
          ];
        }),
  );

/** Two files at one place of a machine. */
export const fileConflicts: Rule = (cluster, { payloads }) =>
  cluster.files.flatMap((file, index) => {
    const earlier = cluster.files.findIndex(({ path }) => path === file.path);
    const rivals = payloads
      .filter(isOn(file))
      .filter(({ machine }) => machine.files.filter(({ path }) => path === file.path).length > 1);
    const [rival] = rivals;
    if (rival === undefined) return [];
    if (earlier === index && cluster.files.filter(({ path }) => path === file.path).length > 1) return [];
    const finding: Finding = {
      code: "duplicate-name",
      places: [
        { path: ["files", index, "path"] },
        ...(earlier === index ? [] : [{ path: ["files", earlier, "path"], label: "also here" }]),
      ],
      message: `the ${rival.machine.title} would have two files ${file.path}`,
      help: earlier === index ? "choose another path: this one is the compiler's" : "give each a path of its own",
    };
    return [finding];
  });
