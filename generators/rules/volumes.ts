import type { Finding } from "../../schema/diagnostics.ts";
import { didYouMean } from "../../schema/suggest.ts";
import type { Workload } from "../model/objects.ts";
import type { Rule } from "../model/variants.ts";

const withoutSource = ({ volumes, from: [path] }: Workload): readonly Finding[] =>
  volumes.flatMap(({ name, source }, index): readonly Finding[] =>
    source !== null
      ? []
      : [
          {
            code: "volume-source",
            places: [{ path: [...path, "volumes", index] }],
            message: `the volume "${name}" must have one source`,
            help: "give it one of emptyDir: {}, hostPath: <directory> and files: { <name>: <content> }",
          },
        ],
  );

const unknownMounts = ({ volumes, containers }: Workload): readonly Finding[] => {
  const known = volumes.map(({ name }) => name);
  return containers.flatMap(({ mounts, from }) =>
    mounts.flatMap(({ volume }, index): readonly Finding[] => {
      if (known.includes(volume)) return [];
      return [
        {
          code: "volume-source",
          places: [{ path: [...from, "mounts", index, "volume"] }],
          message: `the workload has no volume "${volume}"`,
          help: didYouMean(volume, known, `its volumes: ${known.join(", ") || "none"}`),
        },
      ];
    }),
  );
};

/** Files that this version has no object for. */
const filesWithoutObject = ({ volumes, from: [path] }: Workload): readonly Finding[] =>
  volumes.flatMap(({ name, source }, index): readonly Finding[] =>
    source?.kind !== "files"
      ? []
      : [
          {
            code: "volume-source",
            places: [{ path: [...path, "volumes", index, "files"], part: "key" }],
            message: `the files of the volume "${name}" would be a config map, which Kubernetes has from 1.2 on`,
            help: "put them on the nodes, with files and hostPath, or into the image",
            restsOn: [["kubernetes", "version"]],
          },
        ],
  );

/** Volumes without a source, and mounts of volumes that are not there. */
export const volumeSources: Rule = ({ kubernetes, workloads }, { objects }) => [
  ...objects.flatMap((object) =>
    object.kind === "workload" ? [...withoutSource(object), ...unknownMounts(object)] : [],
  ),
  ...(kubernetes.features.configMaps ? [] : workloads.flatMap(filesWithoutObject)),
];
