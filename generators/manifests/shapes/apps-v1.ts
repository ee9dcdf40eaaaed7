/** Today's API: Deployments, and StatefulSets where a pod has a name of its own. */

import type { IDeployment, IStatefulSet } from "kubernetes-models/apps/v1";
import type { IPodSpec } from "kubernetes-models/v1";
import type { Namespace, Workload } from "../../model/objects.ts";
import type { Shape, Spelled } from "../../model/variants.ts";
import { lonePod, metadata, namespace, podSpec, service } from "./v1.ts";

/** A pod of the system binds a port below 1024 and may do nothing else that is special. */
const hardened = (pod: IPodSpec): IPodSpec => ({
  priorityClassName: "system-cluster-critical",
  tolerations: [
    { key: "CriticalAddonsOnly", operator: "Exists" },
    // Where there is no node yet, or none that is free.
    { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" },
  ],
  nodeSelector: { "kubernetes.io/os": "linux" },
  ...pod,
  containers: pod.containers.map((container) => ({
    ...container,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { add: ["NET_BIND_SERVICE"], drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    },
  })),
});

const template = (each: Workload) => ({
  metadata: { labels: each.labels },
  spec: each.system ? hardened(podSpec(each)) : podSpec(each),
});

function deployment(each: Workload): Spelled {
  const manifest: IDeployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(each, each.ownLabels),
    spec: { replicas: each.replicas, selector: { matchLabels: each.selector }, template: template(each) },
  };
  return { resource: "deployment", name: each.name, what: "deployment", manifest };
}

/** All pods at once: servers that wait for each other must not be started one after the other. */
function statefulSet(each: Workload, serviceName: string): Spelled {
  const manifest: IStatefulSet = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: metadata(each, each.ownLabels),
    spec: {
      serviceName,
      replicas: each.replicas,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: each.selector },
      template: template(each),
    },
  };
  return { resource: "statefulset", name: each.name, what: "statefulset", manifest };
}

/** By what it is known that an object is the spec's to say, and may go when the spec drops it. */
const MANAGED = { "app.kubernetes.io/managed-by": "clusterwright" } as const;

/** The same, known as the compiler's. */
function managed({ manifest, ...spelled }: Spelled): Spelled {
  const { metadata: about, ...rest } = manifest as { readonly metadata: { readonly labels?: object } };
  const { apiVersion, kind, ...others } = rest as Readonly<Record<string, unknown>>;
  return {
    ...spelled,
    manifest: { apiVersion, kind, metadata: { ...about, labels: { ...about.labels, ...MANAGED } }, ...others },
  };
}

/** What pods of a namespace may do is refused beyond this; what a careful one would not do is in the audit log. */
function guarded(each: Namespace): Spelled {
  const [spelled, prefix] = [namespace(each), "pod-security.kubernetes.io"];
  const labels = {
    [`${prefix}/enforce`]: each.enforce,
    [`${prefix}/audit`]: each.enforce === "privileged" ? "privileged" : "restricted",
    [`${prefix}/warn`]: each.enforce,
  };
  return { ...spelled, manifest: { ...spelled.manifest, metadata: { name: each.name, labels } } };
}

export const appsV1: Shape = {
  namespace: (each) => [managed(guarded(each))],
  // Members of a headless service find each other before any of them is ready.
  service: (each, features) => [
    managed(service(each, features, each.address === "headless" ? { publishNotReadyAddresses: true } : {})),
  ],
  workload: (each) => {
    if (each.lone) return [managed(lonePod(each))];
    return [managed(each.identity === null ? deployment(each) : statefulSet(each, each.identity))];
  },
  verbatim: ({ name, what, object }) => [managed({ resource: what, name, what, manifest: object })],
};
