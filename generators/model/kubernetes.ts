/** What a Kubernetes line can do, by name. The version is looked at in `variants/kubernetes/` and nowhere else. */

/** Ways in which a machine becomes a control plane or a node. */
export type BootstrapName = "units" | "packaged" | "kubeadm";

/** Programs that run containers. */
export type RuntimeName = "docker" | "packaged" | "containerd";

/** How containers get their addresses: from a bridge of the runtime, or from plug-ins that it runs (CNI). */
/** How the API is asked: by whoever reaches it, or by who says who they are. */
export type ApiKind = "plain" | "tls";
export type NetworkingName = "bridge" | "cni";

export interface KubernetesFeatures {
  /** How a machine becomes a control plane or a node. */
  readonly bootstrap: BootstrapName;
  /** What runs the containers. */
  readonly runtime: RuntimeName;
  /** How containers get their addresses. */
  readonly networking: NetworkingName;
  /** Where its programs are unless the spec has a mirror, with no slash at its end. */
  readonly releaseUrl: string;
  /** Whether the API answers without TLS, and asks nobody who they are. */
  readonly plainApi: boolean;
  /** Whether the controller manager's pod has a directory of the node's for volume plug-ins (FlexVolume). */
  readonly mountsFlexVolumes: boolean;
  /** The image that resolves services for containers, where there is one alone. */
  readonly coreDnsImage: string;
  /** Whether component flags are spelled `--etcd_servers` or `--etcd-servers`. */
  readonly flagSeparator: "_" | "-";
  /** The flag that gives the API server the range of service addresses. */
  readonly serviceRangeFlag: string;
  /** Flags of the API server's plain port, and of the address that others reach it at. */
  readonly apiServerFlags: { readonly address: string; readonly port: string; readonly advertise: string };
  /** The shortest prefix of the service range that the API server starts with. */
  readonly widestServiceRange: number;
  /** Whether the API server has a second plain port, for reading only. */
  readonly readOnlyApi: boolean;
  /** Plug-ins the API server asks before it takes an object; null for its own default. None of them needs keys. */
  readonly admissionControl: readonly string[] | null;
  /** Whether kubelet and proxy learn of pods and services from etcd, or from the API alone. */
  readonly nodesAsk: "etcd" | "api";
  /** Whether every node is a voting member of etcd, or leads to the control plane's. */
  readonly nodesVote: boolean;
  /** The etcd that the release was made for. */
  readonly etcd: "0.4" | "2";
  /** Whether that etcd can ask for its discovery by a proxy. */
  readonly discoveryProxy: boolean;
  /** How docker is told to be the daemon: its own way changed with 1.8. */
  readonly dockerDaemon: "-d" | "daemon";
  /** Who tells the API server about a node: a helper that asks fleet, or the kubelet itself. */
  readonly nodeRegistration: "kube-register" | "kubelet";
  /** Whether several control planes can agree on who acts. */
  readonly leaderElection: boolean;
  /** The shape of manifests: the beta's own, replication controllers, or apps/v1. */
  readonly workloadApi: WorkloadApi;
  /** The image that holds a pod's network, which the kubelet starts beside its containers. */
  readonly pauseImage: string;
  /** The image of what tells Kubernetes of the cloud that its nodes stand in. */
  readonly cloudControllerImage: string;
  /** The label by which the scheduler knows a node's zone. */
  readonly zoneLabel: string;
  /** What kubectl calls the machines. */
  readonly nodeResource: "minions" | "nodes";
  /** How kubectl changes the number of a controller's pods. */
  readonly scaleVerb: "resize" | "scale";
  /** Whether variables with secrets stand in the pod, or in a Secret object that takes plain text. */
  readonly secretEnv: "inline" | "object";
  /** The version of the core API, as it stands in URLs. */
  readonly coreApi: "v1beta1" | "v1";
  /** What stands between namespace and domain in the DNS name of a service. */
  readonly serviceDomain: "" | "svc";
  /** How long a service's name may be: RFC 952 labels before 1.20-odd, later RFC 1035's. */
  readonly serviceNameLength: 24 | 63;
  /** How a port may be called: as a DNS label, or as RFC 6335 has service names. */
  readonly portNames: "label" | "service";
  /** Whether the name of a label is a DNS label, without capitals, dots and underscores. */
  readonly labelsAreDnsLabels: boolean;
  /** What a service calls addresses of nodes that it answers at. */
  readonly publicAddresses: "publicIPs" | "deprecatedPublicIPs" | "externalIPs";
  readonly configMaps: boolean;
  /** Whether the service `kubernetes` leads pods to the port of the API over TLS. */
  readonly podsAskOverTls: boolean;
  /** Whether docker of the time speaks to registries in ways that they and later dockers have given up. */
  readonly oldDocker: boolean;
  /** Whether a container's command runs instead of the entry point of its image. */
  readonly replacesEntryPoint: boolean;
}

export type WorkloadApi = "v1beta1" | "v1" | "apps/v1";
