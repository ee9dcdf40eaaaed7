/**
 * What each supported Kubernetes line can do. The version is looked at here and nowhere else: resolve turns
 * it once into named features, and a generator asks for the feature.
 */

import { TOPOLOGY_ZONE, ZONE_LABEL } from "../../facts/naming.ts";
import * as ports from "../../facts/ports.ts";
import type { KubernetesFeatures, WorkloadApi } from "../../model/kubernetes.ts";

type Version = readonly [major: number, minor: number];

/** From `since` on, until a later row says otherwise. */
interface Row<T> {
  readonly since: Version;
  readonly value: T;
}

/**
 * Kubernetes 0.9: flags as in docs/getting-started-guides/coreos/cloud-configs/node.yaml at v0.9.1 and the
 * daemons' own flag declarations of January 2015; hyphens came with 0.17. Kubernetes 1.0 to 1.2: flags that
 * docs/admin/kube-*.md lists in all three; with ServiceAccount among the plug-ins pods would wait for keys. Kubernetes 0.17
 * is what RHEL Atomic 7.1 brought: it has v1, of its flags both spellings, and its service addresses, ports and public
 * addresses under their older names (cmd/kube-apiserver/app/server.go and pkg/api/v1/types.go of 0.17).
 */
const TABLE: { readonly [Feature in keyof KubernetesFeatures]: readonly Row<KubernetesFeatures[Feature]>[] } = {
  bootstrap: [
    { since: [0, 9], value: "units" },
    { since: [1, 35], value: "kubeadm" },
  ],
  runtime: [
    { since: [0, 9], value: "docker" },
    { since: [1, 35], value: "containerd" },
  ],
  networking: [
    { since: [0, 9], value: "bridge" },
    { since: [1, 35], value: "cni" },
  ],
  releaseUrl: [
    { since: [0, 9], value: "https://storage.googleapis.com/kubernetes-release/release" },
    { since: [1, 35], value: "https://dl.k8s.io/release" },
  ],
  // The port without TLS was no longer served from 1.20 on (kubernetes/kubernetes#95856).
  plainApi: [
    { since: [0, 9], value: true },
    { since: [1, 35], value: false },
  ],
  // kubeadm of 1.36 no longer mounts it (release notes of 1.36).
  mountsFlexVolumes: [
    { since: [0, 9], value: false },
    { since: [1, 35], value: true },
    { since: [1, 36], value: false },
  ],
  // What the releases of each line are tested with (kubespray's checksums.yml; release notes of 1.36 and 1.37).
  coreDnsImage: [
    { since: [0, 9], value: "registry.k8s.io/coredns/coredns:v1.12.4" },
    { since: [1, 36], value: "registry.k8s.io/coredns/coredns:v1.14.2" },
    { since: [1, 37], value: "registry.k8s.io/coredns/coredns:v1.14.6" },
  ],
  flagSeparator: [
    { since: [0, 9], value: "_" },
    { since: [1, 0], value: "-" },
  ],
  serviceRangeFlag: [
    { since: [0, 9], value: "portal_net" },
    { since: [1, 0], value: "service-cluster-ip-range" },
  ],
  apiServerFlags: [
    { since: [0, 9], value: { address: "address", port: "port", advertise: "public-address-override" } },
    {
      since: [1, 0],
      value: { address: "insecure-bind-address", port: "insecure-port", advertise: "advertise-address" },
    },
  ],
  // "Specified --service-cluster-ip-range is too large", with more than 20 bits of addresses: verifyClusterIPFlags.
  widestServiceRange: [
    { since: [0, 9], value: 0 },
    { since: [1, 0], value: 12 },
  ],
  readOnlyApi: [
    { since: [0, 9], value: true },
    { since: [1, 0], value: false },
  ],
  admissionControl: [
    { since: [0, 9], value: null },
    { since: [0, 17], value: ["NamespaceLifecycle", "NamespaceExists", "LimitRanger", "ResourceQuota"] },
  ],
  nodesAsk: [
    { since: [0, 9], value: "etcd" },
    { since: [0, 17], value: "api" },
  ],
  nodesVote: [
    { since: [0, 9], value: true },
    { since: [0, 17], value: false },
  ],
  etcd: [
    { since: [0, 9], value: "0.4" },
    { since: [0, 17], value: "2" },
  ],
  // etcd 0.4 gives its HTTP transports no proxy (discovery/discovery.go, go-etcd's client.go), and reads none.
  discoveryProxy: [
    { since: [0, 9], value: false },
    { since: [0, 17], value: true },
  ],
  dockerDaemon: [
    { since: [0, 9], value: "-d" },
    { since: [1, 1], value: "daemon" },
  ],
  nodeRegistration: [
    { since: [0, 9], value: "kube-register" },
    { since: [0, 17], value: "kubelet" },
  ],
  leaderElection: [
    { since: [0, 9], value: false },
    { since: [1, 2], value: true },
  ],
  workloadApi: [
    { since: [0, 9], value: "v1beta1" },
    { since: [0, 17], value: "v1" },
    { since: [1, 9], value: "apps/v1" },
  ],
  // What the kubelet itself starts first in each pod: of 0.9, NetworkContainerImage of pkg/kubelet/kubelet.go.
  pauseImage: [
    { since: [0, 9], value: "kubernetes/pause:latest" },
    { since: [0, 17], value: "gcr.io/google_containers/pause:0.8.0" },
    { since: [1, 2], value: "gcr.io/google_containers/pause:2.0" },
    { since: [1, 9], value: "registry.k8s.io/pause:3.10.1" },
    { since: [1, 36], value: "registry.k8s.io/pause:3.10.2" },
  ],
  // The newest of each minor; of 1.37 there is none yet, and one minor behind is within its skew (kubernetes/cloud-provider-aws).
  cloudControllerImage: [
    { since: [0, 9], value: "registry.k8s.io/provider-aws/cloud-controller-manager:v1.35.2" },
    { since: [1, 36], value: "registry.k8s.io/provider-aws/cloud-controller-manager:v1.36.1" },
  ],
  zoneLabel: [
    { since: [0, 9], value: ZONE_LABEL },
    { since: [1, 17], value: TOPOLOGY_ZONE },
  ],
  nodeResource: [
    { since: [0, 9], value: "minions" },
    { since: [0, 17], value: "nodes" },
  ],
  scaleVerb: [
    { since: [0, 9], value: "resize" },
    { since: [1, 0], value: "scale" },
  ],
  // secretKeyRef came with 1.2, stringData with 1.4.
  secretEnv: [
    { since: [0, 9], value: "inline" },
    { since: [1, 4], value: "object" },
  ],
  coreApi: [
    { since: [0, 9], value: "v1beta1" },
    { since: [0, 17], value: "v1" },
  ],
  serviceDomain: [
    { since: [0, 9], value: "" },
    { since: [0, 17], value: "svc" },
  ],
  serviceNameLength: [
    { since: [0, 9], value: 24 },
    { since: [1, 9], value: 63 },
  ],
  portNames: [
    { since: [0, 9], value: "label" },
    { since: [0, 17], value: "service" },
  ],
  labelsAreDnsLabels: [
    { since: [0, 9], value: true },
    { since: [0, 17], value: false },
  ],
  // What v1beta1 calls command is docker's Cmd, which the entry point is given (pkg/kubelet/kubelet.go of 0.9).
  replacesEntryPoint: [
    { since: [0, 9], value: false },
    { since: [0, 17], value: true },
  ],
  podsAskOverTls: [
    { since: [0, 9], value: false },
    { since: [0, 17], value: true },
  ],
  configMaps: [
    { since: [0, 9], value: false },
    { since: [1, 2], value: true },
  ],
  // v1 renamed them before 1.0, and 1.1 gave them back under the name they have had since.
  publicAddresses: [
    { since: [0, 9], value: "publicIPs" },
    { since: [1, 0], value: "deprecatedPublicIPs" },
    { since: [1, 1], value: "externalIPs" },
  ],
  oldDocker: [
    { since: [0, 9], value: true },
    { since: [1, 9], value: false },
  ],
};

/** The lines that machines can be generated for, as `major.minor`. */
export const SUPPORTED_LINES: readonly string[] = ["0.9", "0.17", "1.0", "1.1", "1.2", "1.35", "1.36", "1.37"];

/** Those that only distributions have, as packages. */
const PACKAGED_LINES: readonly string[] = ["0.17"];

const parse = (version: string): Version => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return [major, minor];
};

const reached = (version: Version, since: Version): boolean =>
  version[0] > since[0] || (version[0] === since[0] && version[1] >= since[1]);

function pick<T>(version: Version, rows: readonly Row<T>[]): T {
  const [oldest] = rows;
  if (oldest === undefined) throw new Error("a feature without rows");
  return (rows.findLast((row) => reached(version, row.since)) ?? oldest).value;
}

const isOf = (lines: readonly string[], version: string): boolean => lines.includes(parse(version).join("."));

export const isSupported = (version: string): boolean => isOf(SUPPORTED_LINES, version);

/** Whether there are machines of a version only where the image brings it. */
export const isPackaged = (version: string): boolean => isOf(PACKAGED_LINES, version);

/** Total: a version no line holds gets the nearest features, and the rule `kubernetes-version` refuses it. */
export function featuresOf(version: string): KubernetesFeatures {
  const at = parse(version);
  const picked = Object.entries(TABLE).map(([feature, rows]) => [feature, pick<unknown>(at, rows)]);
  return Object.fromEntries(picked) as KubernetesFeatures;
}

/** Where the etcd of a release listens. */
export const etcdPorts = ({ etcd }: KubernetesFeatures): { clientPort: number; peerPort: number } =>
  etcd === "0.4"
    ? { clientPort: ports.ETCD_CLIENT, peerPort: ports.ETCD_PEER }
    : { clientPort: ports.ETCD2_CLIENT, peerPort: ports.ETCD2_PEER };

/** The lines whose manifests have one of the given shapes. */
export const linesWith = (apis: readonly WorkloadApi[]): readonly string[] =>
  SUPPORTED_LINES.filter((line) => apis.includes(featuresOf(line).workloadApi));
