import type { Finding } from "../../schema/diagnostics.ts";
import type { Rule } from "../model/variants.ts";

/** One pod without a controller is one pod. */
export const lonePods: Rule = ({ workloads }) =>
  workloads.flatMap(({ lone, replicas, name }, index): readonly Finding[] =>
    lone && replicas !== 1
      ? [
          {
            code: "unsupported-combination",
            places: [
              { path: ["workloads", index, "replicas"] },
              { path: ["workloads", index, "kind"], label: "a pod without a controller" },
            ],
            message: `"${name}" is a single pod, and asks for ${replicas}`,
            help: "leave one of the two out",
          },
        ]
      : [],
  );

/** A command that does not run by itself. */
export const commands: Rule = ({ workloads, kubernetes }) =>
  kubernetes.features.replacesEntryPoint
    ? []
    : workloads.flatMap(({ containers }, index) =>
        containers.flatMap(({ command, name }, number): readonly Finding[] =>
          command.length === 0
            ? []
            : [
                {
                  code: "unsupported-combination",
                  severity: "warning",
                  places: [{ path: ["workloads", index, "containers", number, "command"], part: "key" }],
                  message: `this version of Kubernetes gives the command of "${name}" to the image's entry point, where there is one`,
                  notes: ["from 1.0 on it runs instead of the entry point"],
                  help: "say args, which means the same in every version",
                  restsOn: [["kubernetes", "version"]],
                },
              ],
        ),
      );
