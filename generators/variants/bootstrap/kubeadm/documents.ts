/** What kubeadm is told, as typed data. Sources of fields and flags: `types.ts`, and the comments here. */
import { CONTAINERD_ENDPOINT, LOOPBACK } from "../../../facts/endpoints.ts";
import { ADDRESS, NAME } from "../../../facts/own.ts";
import * as ports from "../../../facts/ports.ts";
import type { Cluster } from "../../../model/cluster.ts";
import { token } from "../../../model/token.ts";
import type { MachinePlan } from "../../../model/variants.ts";
import { sha256 } from "../../../text/digest.ts";
import { yamlText } from "../../../text/yaml.ts";
import {
  API_SERVER_DIRECTORY,
  AUDIT_DIRECTORY,
  ENCRYPTION,
  ETCD_DIRECTORY,
  JOIN_FILE,
  KUBELET_DIRECTORY,
} from "./names.ts";
import type {
  Arg,
  ClusterConfiguration,
  HostPathMount,
  InitConfiguration,
  JoinConfiguration,
  KubeletConfiguration,
  KubeProxyConfiguration,
  NodeRegistration,
} from "./types.ts";

const args = (flags: Readonly<Record<string, string>>): readonly Arg[] =>
  Object.entries(flags).map(([name, value]) => ({ name, value }));

/** A machine that is nothing but the control plane is kept free of pods; one that is a node, too, is not. */
const registration = ({ cluster, role, variants }: MachinePlan): NodeRegistration => ({
  name: token(NAME.token),
  criSocket: CONTAINERD_ENDPOINT,
  ...(role.isControlPlane && role.pool !== null ? { taints: [] } : {}),
  // Of several addresses of a machine the kubelet would take the first.
  kubeletExtraArgs: args({ "node-ip": token(ADDRESS.token), ...variants.platform.nodeFlags(cluster, role) }),
});

/** kubeadm makes a token whatever it is told: it is not printed, nobody uses it, and it goes at once. */
const initConfiguration = (plan: MachinePlan): InitConfiguration => ({
  apiVersion: "kubeadm.k8s.io/v1beta4",
  kind: "InitConfiguration",
  bootstrapTokens: [{ description: "made by kubeadm init, used by nobody", ttl: "1m0s" }],
  localAPIEndpoint: { advertiseAddress: token(ADDRESS.token), bindPort: ports.API_TLS },
  nodeRegistration: registration(plan),
  // It would print a token.
  skipPhases: ["show-join-command"],
});

const API_SERVER_VOLUMES: readonly HostPathMount[] = [
  {
    name: "api-server",
    hostPath: API_SERVER_DIRECTORY,
    mountPath: API_SERVER_DIRECTORY,
    readOnly: true,
    pathType: "Directory",
  },
  {
    name: "audit",
    hostPath: AUDIT_DIRECTORY,
    mountPath: AUDIT_DIRECTORY,
    readOnly: false,
    pathType: "DirectoryOrCreate",
  },
];

/** Beside kubeadm's own: what CIS benchmarks ask for, and what is at rest and in the log. Sizes are in megabytes, ages in days. */
const API_SERVER_FLAGS = {
  "audit-log-maxage": "30",
  "audit-log-maxbackup": "10",
  "audit-log-maxsize": "100",
  "audit-log-path": `${AUDIT_DIRECTORY}/audit.log`,
  "audit-policy-file": `${API_SERVER_DIRECTORY}/audit-policy.yaml`,
  "authentication-config": `${API_SERVER_DIRECTORY}/authentication.yaml`,
  "encryption-provider-config": ENCRYPTION,
  profiling: "false",
  "tls-min-version": "VersionTLS12",
} as const;

/** kubeadm mounts the directory of volume plug-ins, which on an image whose `/usr` is read only cannot be made there. */
const volumePlugins = ({ kubernetes }: Cluster): Readonly<Record<string, string>> =>
  kubernetes.features.mountsFlexVolumes ? { "flex-volume-plugin-dir": VOLUME_PLUGINS } : {};

const VOLUME_PLUGINS = `${KUBELET_DIRECTORY}/volume-plugins`;

function clusterConfiguration({ cluster, variants }: MachinePlan): ClusterConfiguration {
  const { network, controlPlane, kubernetes } = cluster;
  const cloud: Readonly<Record<string, string>> = variants.place.hasCloud ? { "cloud-provider": "external" } : {};
  // Where each machine's range follows from its address, another one would be said of the node.
  const ranges: Readonly<Record<string, string>> = variants.network.hasFixedRanges
    ? { "allocate-node-cidrs": "false" }
    : {};
  return {
    apiVersion: "kubeadm.k8s.io/v1beta4",
    kind: "ClusterConfiguration",
    clusterName: cluster.name,
    kubernetesVersion: `v${kubernetes.version}`,
    controlPlaneEndpoint: `${controlPlane.host}:${ports.API_TLS}`,
    networking: { dnsDomain: network.domain, podSubnet: network.podCidr, serviceSubnet: network.serviceCidr },
    etcd: { local: { dataDir: ETCD_DIRECTORY, extraArgs: [] } },
    apiServer: {
      extraArgs: args(API_SERVER_FLAGS),
      extraVolumes: API_SERVER_VOLUMES,
      // By a tunnel the API is reached as the operator's own machine.
      certSANs: ["localhost", LOOPBACK],
    },
    controllerManager: {
      extraArgs: args({
        ...cloud,
        ...ranges,
        ...volumePlugins(cluster),
        profiling: "false",
        "terminated-pod-gc-threshold": "100",
      }),
    },
    scheduler: { extraArgs: args({ profiling: "false" }) },
    // The add-on is one of the cluster's: its address is the spec's to say.
    dns: { disabled: true },
  };
}

/** What every kubelet of the cluster is told: kubeadm hands it on to machines that join. */
const kubeletConfiguration = ({ cluster: { network, os } }: MachinePlan): KubeletConfiguration => ({
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  kind: "KubeletConfiguration",
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: "/etc/kubernetes/pki/ca.crt" },
  },
  authorization: { mode: "Webhook" },
  cgroupDriver: "systemd",
  clusterDNS: [network.dnsServiceIp],
  clusterDomain: network.domain,
  containerRuntimeEndpoint: CONTAINERD_ENDPOINT,
  // Where a setting of the kernel is not what the kubelet wants it does not start: kubernetes-host.service sets them.
  protectKernelDefaults: true,
  readOnlyPort: 0,
  resolvConf: os.resolvConf,
  rotateCertificates: true,
  seccompDefault: true,
  // logind holds a shutdown for as long (inhibitors.conf).
  shutdownGracePeriod: "45s",
  shutdownGracePeriodCriticalPods: "15s",
  staticPodPath: "/etc/kubernetes/manifests",
  tlsMinVersion: "VersionTLS12",
  volumePluginDir: VOLUME_PLUGINS,
});

/** The mode is said: what kube-proxy takes unless it is told is about to change (release notes of 1.37). */
const kubeProxyConfiguration = ({ cluster: { network } }: MachinePlan): KubeProxyConfiguration => ({
  apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
  kind: "KubeProxyConfiguration",
  mode: "iptables",
  clusterCIDR: network.podCidr,
});

/** The certificate of the API server is not asked for, it is known: the file has the cluster's CA. */
const joinConfiguration = (plan: MachinePlan): JoinConfiguration => ({
  apiVersion: "kubeadm.k8s.io/v1beta4",
  kind: "JoinConfiguration",
  discovery: { file: { kubeConfigPath: JOIN_FILE } },
  nodeRegistration: registration(plan),
  timeouts: { discovery: "5m0s", tlsBootstrap: "5m0s" },
});

const isOpen = (text: string): boolean => text.includes("%%");

const documents = (plan: MachinePlan): readonly object[] =>
  plan.role.isControlPlane
    ? [initConfiguration(plan), clusterConfiguration(plan), kubeletConfiguration(plan), kubeProxyConfiguration(plan)]
    : [joinConfiguration(plan)];

/** A node is told by the API what all kubelets are told: that it is another thing now, its own file has to say. */
const heading = (plan: MachinePlan): string =>
  plan.role.isControlPlane ? "" : `# kubelets: ${sha256(yamlText(kubeletConfiguration(plan))).slice(0, 16)}\n`;

/** `/etc/kubernetes/kubeadm.yaml`, whose tokens the machine binds. */
export const kubeadmConfig = (plan: MachinePlan): string =>
  heading(plan) +
  documents(plan)
    .map((document) => yamlText(document, isOpen))
    .join("---\n");
