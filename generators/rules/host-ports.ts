import type { Finding, SpecPath } from "../../schema/diagnostics.ts";
import { nodesWith, poolsWith, spelledLabels } from "../facts/nodes.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Contents } from "../model/contents.ts";
import type { Listener } from "../model/machine.ts";
import type { KubernetesObject, Labels, Workload } from "../model/objects.ts";
import type { Rule, Variants } from "../model/variants.ts";
import { gathered } from "../text/gathered.ts";

interface Claim {
  readonly workload: Workload;
  readonly port: number;
  readonly protocol: string;
  readonly keepsApart: boolean;
  readonly at: SpecPath;
}

const claimsOf = (objects: readonly KubernetesObject[]): readonly Claim[] =>
  objects.flatMap((object) =>
    object.kind === "workload"
      ? object.containers.flatMap((container) =>
          container.ports.flatMap(({ hostPort, protocol, keepsApart }, index): readonly Claim[] => {
            if (hostPort === null) return [];
            const own = container.from[0] === "workloads";
            const at = own ? [...container.from, "ports", index, "hostPort"] : container.from;
            return [{ workload: object, port: hostPort, protocol, keepsApart: keepsApart === true, at }];
          }),
        )
      : [],
  );

/** Claims on the same port of the nodes, in the order of the objects. */
const byPort = (claims: readonly Claim[]): readonly (readonly Claim[])[] =>
  gathered(claims, ({ port, protocol }) => `${port}/${protocol}`);

/** Claims on a port by where they meet: those that keep to certain nodes there, then all of them anywhere. */
const scopes = (claims: readonly Claim[]): readonly (readonly [nodes: Labels, claims: readonly Claim[]])[] => [
  ...gathered(
    claims.filter(({ workload }) => Object.keys(workload.nodeSelector).length > 0),
    ({ workload }) => spelledLabels(workload.nodeSelector),
  ).map((some) => [some[0]?.workload.nodeSelector ?? {}, some] as const),
  [{}, claims],
];

const podsOf = (claims: readonly Claim[]): number => claims.reduce((sum, { workload }) => sum + workload.replicas, 0);

/** What the machines that pods run on listen on themselves. */
const takenOn = ({ payloads }: Contents, { bootstrap }: Variants): readonly Listener[] =>
  payloads
    .filter(({ machine }) => machine.units.some(({ name }) => name === bootstrap.units.kubelet))
    .flatMap(({ machine }) => machine.listens ?? []);

function taken(listeners: readonly Listener[], { workload, port, protocol, at }: Claim): readonly Finding[] {
  const owner = listeners.find((each) => each.port === port && each.protocol === protocol);
  if (owner === undefined) return [];
  return [
    {
      code: "host-port-conflict",
      places: [{ path: at }],
      message: `"${workload.name}" claims port ${port} of the nodes, where ${owner.who} listens`,
      help: "choose another port of the node",
    },
  ];
}

function rivals(claims: readonly Claim[]): readonly Finding[] {
  // Keeping apart is what such a claim is for.
  const [first, ...others] = claims.filter(({ keepsApart }) => !keepsApart);
  return others.map(
    (other): Finding => ({
      code: "host-port-conflict",
      places: [{ path: other.at }, { path: (first as Claim).at, label: "also here" }],
      message: `"${other.workload.name}" and "${(first as Claim).workload.name}" claim port ${other.port} of the nodes`,
      notes: ["a node has each port once, so that the two never share a node"],
      help: "give one of them another port of the node",
    }),
  );
}

/** Two pods that want one port of the nodes, or one that the nodes need themselves. */
export const hostPortConflict: Rule = (_cluster, contents, variants) => {
  const claims = claimsOf(contents.objects);
  const listeners = takenOn(contents, variants);
  return [...claims.flatMap((claim) => taken(listeners, claim)), ...byPort(claims).flatMap(rivals)];
};

/** Claims that more pods make than there are nodes for them. */
function crowd(cluster: Cluster, labels: Labels, claims: readonly Claim[]): Finding {
  const pods = podsOf(claims);
  const nodes = nodesWith(cluster, labels);
  const which = Object.keys(labels).length > 0 ? ` with ${spelledLabels(labels)}` : "";
  const there = `${nodes === 1 ? "1 node" : `${nodes} nodes`}${which}`;
  const [worst, ...others] = claims.toSorted((a, b) => b.workload.replicas - a.workload.replicas);
  const names = claims.map(({ workload }) => `${workload.replicas} of "${workload.name}"`).join(" and ");
  const place = ({ workload }: Claim): SpecPath => [...workload.from[0], "replicas"];
  return {
    code: "host-port-replicas",
    places: [
      { path: place(worst as Claim) },
      ...others.map((claim) => ({ path: place(claim), label: "also here" })),
      { path: ["nodePools"], label: there },
    ],
    message: `${pods} pods claim port ${worst?.port} of the nodes (${names}), and the cluster has ${there}`,
    notes: [
      "a node has each port once: the scheduler would leave the rest waiting",
      ...claims
        .filter(({ keepsApart }) => keepsApart)
        .map(({ workload }) => `"${workload.name}" claims it to be kept off the nodes of the others`),
    ],
    help: "ask for fewer replicas, or for more nodes",
    restsOn: [["nodePools"]],
  };
}

/** More pods with one port of the nodes than nodes: the rest would wait for ever. */
export const hostPortReplicas: Rule = (cluster, { objects }) =>
  byPort(claimsOf(objects)).flatMap((all): readonly Finding[] => {
    // Without any pool of such nodes there is `entranceMissing` to say so.
    const crowded = scopes(all)
      .filter(([labels]) => poolsWith(cluster, labels).length > 0)
      .find(([labels, claims]) => podsOf(claims) > nodesWith(cluster, labels));
    return crowded === undefined ? [] : [crowd(cluster, ...crowded)];
  });
