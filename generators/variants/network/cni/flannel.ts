/** flannel as pods: one a node, which takes the node's range from the API and carries what is for another node's there. */
import type { IDaemonSet } from "kubernetes-models/apps/v1";
import type { IClusterRole, IClusterRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1";
import type { IConfigMap, IServiceAccount } from "kubernetes-models/v1";
import * as ports from "../../../facts/ports.ts";
import type { Cluster } from "../../../model/cluster.ts";
import { listening } from "../../../model/machine.ts";
import { type Verbatim, verbatim } from "../../../model/objects.ts";
import type { NetworkVariant } from "../../../model/variants.ts";
import { jsonText } from "../../../text/json.ts";
import { vxlanListens } from "../common/flannel-range.ts";
import { PLUGINS } from "./plain.ts";
import { nodeRanges } from "./ranges.ts";

/** Of one release (flannel-io/flannel v0.28.9, Documentation/kube-flannel.yml). */
const IMAGE = "ghcr.io/flannel-io/flannel:v0.28.9";
const PLUGIN_IMAGE = "ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3";

const NAMESPACE = "kube-flannel";
const LABELS = { app: "flannel" };

/** What the plug-ins of each node read, and flanneld. */
const config = ({ network }: Cluster): IConfigMap => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "kube-flannel-cfg", namespace: NAMESPACE, labels: LABELS },
  data: {
    "cni-conf.json": jsonText({
      name: "cbr0",
      cniVersion: "0.3.1",
      plugins: [
        { type: "flannel", delegate: { hairpinMode: true, isDefaultGateway: true } },
        { type: "portmap", capabilities: { portMappings: true } },
      ],
    }),
    "net-conf.json": jsonText({ Network: network.podCidr, EnableNFTables: false, Backend: { Type: "vxlan" } }),
  },
});

const ACCOUNT: IServiceAccount = {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name: "flannel", namespace: NAMESPACE, labels: LABELS },
};

const ROLE: IClusterRole = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "flannel", labels: LABELS },
  rules: [
    { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
    { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
    { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch"] },
  ],
};

const BINDING: IClusterRoleBinding = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name: "flannel", labels: LABELS },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "flannel" },
  subjects: [{ kind: "ServiceAccount", name: "flannel", namespace: NAMESPACE }],
};

const probe = (path: string) => ({ httpGet: { path, port: ports.FLANNEL_HEALTH } });

/** Before anything else of a node runs, on every node: a node without it is not ready, and taints are there for others. */
const DAEMON: IDaemonSet = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "kube-flannel-ds", namespace: NAMESPACE, labels: LABELS },
  spec: {
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        serviceAccountName: "flannel",
        hostNetwork: true,
        priorityClassName: "system-node-critical",
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [
          { operator: "Exists", effect: "NoSchedule" },
          { operator: "Exists", effect: "NoExecute" },
        ],
        initContainers: [
          {
            name: "install-plugin",
            image: PLUGIN_IMAGE,
            command: ["cp", "-f", "/flannel", "/opt/cni/bin/flannel"],
            volumeMounts: [{ name: "plugins", mountPath: "/opt/cni/bin" }],
          },
          {
            name: "install-config",
            image: IMAGE,
            command: ["cp", "-f", "/etc/kube-flannel/cni-conf.json", "/etc/cni/net.d/10-flannel.conflist"],
            volumeMounts: [
              { name: "networks", mountPath: "/etc/cni/net.d" },
              { name: "config", mountPath: "/etc/kube-flannel" },
            ],
          },
        ],
        containers: [
          {
            name: "flanneld",
            image: IMAGE,
            command: ["/opt/bin/flanneld"],
            args: [
              "--ip-masq",
              "--kube-subnet-mgr",
              `--healthz-port=${ports.FLANNEL_HEALTH}`,
              // The address that the node is known by, where its machine has several.
              "--iface=$(NODE_ADDRESS)",
            ],
            env: [
              { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
              { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
              { name: "NODE_ADDRESS", valueFrom: { fieldRef: { fieldPath: "status.hostIP" } } },
            ],
            livenessProbe: { ...probe("/healthz"), initialDelaySeconds: 10 },
            readinessProbe: probe("/readyz"),
            resources: { requests: { cpu: "100m", memory: "50Mi" } },
            securityContext: { privileged: false, capabilities: { add: ["NET_ADMIN", "NET_RAW"] } },
            volumeMounts: [
              { name: "state", mountPath: "/run/flannel" },
              { name: "config", mountPath: "/etc/kube-flannel/" },
              { name: "lock", mountPath: "/run/xtables.lock" },
            ],
          },
        ],
        volumes: [
          { name: "state", hostPath: { path: "/run/flannel" } },
          { name: "plugins", hostPath: { path: "/opt/cni/bin" } },
          { name: "networks", hostPath: { path: "/etc/cni/net.d" } },
          { name: "config", configMap: { name: "kube-flannel-cfg" } },
          { name: "lock", hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
        ],
      },
    },
  },
};

const objects = (cluster: Cluster): readonly Verbatim[] =>
  [ACCOUNT, ROLE, BINDING, config(cluster), DAEMON].map((object) =>
    verbatim(object, {
      namespace: NAMESPACE,
      owner: "network",
      from: [["network"], ["kubernetes"]],
      isPrivileged: true,
    }),
  );

export const flannel: NetworkVariant<"flannel"> = {
  ...PLUGINS,
  type: "flannel",
  podCidr: "10.244.0.0/16",
  objects,
  rules: [nodeRanges],
  hasFixedRanges: false,
  hostVariables: () => [],
  parts: () => ({
    network: [
      {
        files: [],
        units: [],
        listens: [...vxlanListens, ...listening("flannel's health check", ports.FLANNEL_HEALTH)],
      },
    ],
  }),
};
