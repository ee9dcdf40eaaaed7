import type { Finding } from "../../schema/diagnostics.ts";
import { poolsWith, spelledLabels } from "../facts/nodes.ts";
import type { KubernetesObject, Labels, Workload } from "../model/objects.ts";
import type { Rule } from "../model/variants.ts";

const matches = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

const shown = (labels: Labels): string => spelledLabels(labels, ", ");

const workloadsOf = (objects: readonly KubernetesObject[]): readonly Workload[] =>
  objects.filter((object) => object.kind === "workload");

/** Services that would never have a pod behind them. */
export const selectorUnmatched: Rule = (_cluster, { objects }) => {
  const workloads = workloadsOf(objects);
  return objects.flatMap((object): readonly Finding[] => {
    if (object.kind !== "service") return [];
    const [path] = object.from;
    const candidates = workloads.filter(({ namespace }) => namespace === object.namespace);
    const empty = Object.keys(object.selector).length === 0;
    if (!empty && candidates.some(({ labels }) => matches(object.selector, labels))) return [];
    const there = candidates
      .filter(({ labels }) => Object.keys(labels).length > 0)
      .map(({ name, labels }) => `"${name}" has ${shown(labels)}`);
    return [
      {
        code: "selector-unmatched",
        places: [{ path: [...path, "selector"] }],
        message: empty
          ? `the service "${object.name}" selects by no label`
          : `no pod in the namespace "${object.namespace}" has ${shown(object.selector)}, which the service "${object.name}" selects by`,
        notes: there.length === 0 ? [] : [`in that namespace ${there.join("; ")}`],
        help: "select by labels of one of the workloads",
        restsOn: [["workloads"], ["addons"]],
      },
    ];
  });
};

/** Pods that no node may run would wait for ever. */
export const nodeSelectorUnmatched: Rule = (cluster) =>
  cluster.workloads.flatMap(({ name, nodeSelector, from: [path] }): readonly Finding[] =>
    Object.keys(nodeSelector).length === 0 || poolsWith(cluster, nodeSelector).length > 0
      ? []
      : [
          {
            code: "selector-unmatched",
            places: [
              { path: [...path, "nodeSelector"], part: "key" },
              { path: ["nodePools"], part: "key", label: "none of them does" },
            ],
            message: `no pool's nodes bear ${shown(nodeSelector)}, which the pods of "${name}" are to run on`,
            help: "choose labels that the nodes of a pool bear, or give a pool these",
            restsOn: [[...path, "nodeSelector"], ["nodePools"], ["platform", "zones"]],
          },
        ],
  );

/** Controllers count the pods that match: two that match each other's would each end the other's pods. */
export const selectorOverlap: Rule = (_cluster, { objects }) => {
  const workloads = workloadsOf(objects);
  return workloads.flatMap((workload, index): readonly Finding[] => {
    const [path] = workload.from;
    const at = [...path, "labels"];
    if (Object.keys(workload.labels).length === 0) {
      const message = `the pods of "${workload.name}" have no label to be told by`;
      return [{ code: "selector-overlap", places: [{ path: at }], message, help: "give them one, such as app" }];
    }
    if (
      !workload.lone &&
      (Object.keys(workload.selector).length === 0 || !matches(workload.selector, workload.labels))
    ) {
      const message =
        Object.keys(workload.selector).length === 0
          ? `the controller of "${workload.name}" selects by no label`
          : `the controller of "${workload.name}" would count no pod of its own: they have ${shown(workload.labels)}`;
      const places = [{ path: [...path, "selector"] }, { path: at, label: "the labels of its pods" }] as const;
      return [{ code: "selector-unmatched", places, message, help: "select by some of the labels of its pods" }];
    }
    return workloads
      .slice(0, index)
      .filter((other) => other.namespace === workload.namespace && other.name !== workload.name)
      .filter((other) => matches(workload.selector, other.labels) || matches(other.selector, workload.labels))
      .map(
        (other): Finding => ({
          code: "selector-overlap",
          places: [{ path: at }, { path: [...other.from[0], "labels"], label: "also here" }],
          message: `the pods of "${workload.name}" and of "${other.name}" cannot be told apart: ${shown(workload.labels)}`,
          notes: ["each controller would count, and end, the pods of the other"],
          help: "give one of them a label of its own",
        }),
      );
  });
};
