/**
 * What kubeadm, the kubelet and kube-proxy read, as far as it is written here: v1beta4 of `kubeadm.k8s.io`
 * (cmd/kubeadm/app/apis/kubeadm/v1beta4/types.go), v1beta1 of `kubelet.config.k8s.io` (config/v1beta1/types.go of
 * kubernetes/kubelet), v1alpha1 of `kubeproxy.config.k8s.io` (of kubernetes/kube-proxy). Durations are Go's: `4m0s`
 */

export interface Arg {
  /** Of a flag, without its dashes. */
  readonly name: string;
  readonly value: string;
}

export interface HostPathMount {
  readonly name: string;
  readonly hostPath: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
  readonly pathType: "Directory" | "DirectoryOrCreate" | "File";
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

export interface NodeRegistration {
  readonly name: string;
  readonly criSocket: string;
  /** Without the key a control plane is tainted, and a node is not; an empty list is none. */
  readonly taints?: readonly Taint[];
  readonly kubeletExtraArgs: readonly Arg[];
}

const KUBEADM = "kubeadm.k8s.io/v1beta4";

export interface InitConfiguration {
  readonly apiVersion: typeof KUBEADM;
  readonly kind: "InitConfiguration";
  readonly bootstrapTokens: readonly { readonly description: string; readonly ttl: string }[];
  readonly localAPIEndpoint: { readonly advertiseAddress: string; readonly bindPort: number };
  readonly nodeRegistration: NodeRegistration;
  readonly skipPhases: readonly string[];
}

interface Component {
  readonly extraArgs: readonly Arg[];
  readonly extraVolumes?: readonly HostPathMount[];
}

export interface ClusterConfiguration {
  readonly apiVersion: typeof KUBEADM;
  readonly kind: "ClusterConfiguration";
  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly controlPlaneEndpoint: string;
  readonly networking: { readonly dnsDomain: string; readonly podSubnet: string; readonly serviceSubnet: string };
  readonly etcd: { readonly local: { readonly dataDir: string; readonly extraArgs: readonly Arg[] } };
  readonly apiServer: Component & { readonly certSANs: readonly string[] };
  readonly controllerManager: Component;
  readonly scheduler: Component;
  readonly dns: { readonly disabled: boolean };
}

export interface JoinConfiguration {
  readonly apiVersion: typeof KUBEADM;
  readonly kind: "JoinConfiguration";
  readonly discovery: { readonly file: { readonly kubeConfigPath: string } };
  readonly nodeRegistration: NodeRegistration;
  readonly timeouts: { readonly discovery: string; readonly tlsBootstrap: string };
}

export interface KubeletConfiguration {
  readonly apiVersion: "kubelet.config.k8s.io/v1beta1";
  readonly kind: "KubeletConfiguration";
  readonly authentication: {
    readonly anonymous: { readonly enabled: boolean };
    readonly webhook: { readonly enabled: boolean };
    readonly x509: { readonly clientCAFile: string };
  };
  readonly authorization: { readonly mode: "Webhook" };
  readonly cgroupDriver: "systemd";
  readonly clusterDNS: readonly string[];
  readonly clusterDomain: string;
  readonly containerRuntimeEndpoint: string;
  readonly protectKernelDefaults: boolean;
  readonly readOnlyPort: number;
  readonly resolvConf: string;
  readonly rotateCertificates: boolean;
  readonly seccompDefault: boolean;
  readonly shutdownGracePeriod: string;
  readonly shutdownGracePeriodCriticalPods: string;
  readonly staticPodPath: string;
  readonly tlsMinVersion: "VersionTLS12";
  readonly volumePluginDir: string;
}

export interface KubeProxyConfiguration {
  readonly apiVersion: "kubeproxy.config.k8s.io/v1alpha1";
  readonly kind: "KubeProxyConfiguration";
  readonly mode: "iptables" | "nftables";
  readonly clusterCIDR: string;
}

/** `apiserver.config.k8s.io/v1`: who may ask without saying who they are. */
export interface AuthenticationConfiguration {
  readonly apiVersion: "apiserver.config.k8s.io/v1";
  readonly kind: "AuthenticationConfiguration";
  readonly anonymous: { readonly enabled: true; readonly conditions: readonly { readonly path: string }[] };
}

/** `audit.k8s.io/v1` */
export interface AuditPolicy {
  readonly apiVersion: "audit.k8s.io/v1";
  readonly kind: "Policy";
  readonly omitStages: readonly "RequestReceived"[];
  readonly rules: readonly AuditRule[];
}

interface AuditRule {
  readonly level: "None" | "Metadata" | "Request" | "RequestResponse";
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly resources?: readonly { readonly group: string; readonly resources?: readonly string[] }[];
  readonly nonResourceURLs?: readonly string[];
}
