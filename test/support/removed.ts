/** What today's releases no longer have, each with the line that removed it; `where` is what may hold it. */

interface Removed {
  readonly since: string;
  readonly what: string;
  readonly pattern: RegExp;
}

/** Flags, gates, APIs and registries; from each line's CHANGELOG and release notes (kubernetes/kubernetes, kubernetes/sig-release). */
export const REMOVED: readonly Removed[] = [
  {
    since: "1.22",
    what: "extensions/v1beta1 and the betas of RBAC",
    pattern: /apiVersion: "?(extensions|rbac\.authorization\.k8s\.io)\/v1beta1/,
  },
  { since: "1.24", what: "the kubelet's network plug-ins", pattern: /--network-plugin\b|name: network-plugin\b/ },
  { since: "1.24", what: "the kubelet's runtime flags", pattern: /\bcontainer-runtime=|name: container-runtime$/m },
  { since: "1.24", what: "the CNI flags of the kubelet", pattern: /\bcni-(bin|conf)-dir=/ },
  { since: "1.24", what: "the API's port without TLS", pattern: /insecure-port|insecure-bind-address/ },
  { since: "1.25", what: "pod security policies", pattern: /PodSecurityPolicy|policy\/v1beta1/ },
  {
    since: "1.33",
    what: "the API server's cloud provider",
    pattern: /apiServer:\n(?: {2}.*\n)*? {4}- name: cloud-provider/,
  },
  { since: "1.34", what: "the kubelet's cloud configuration", pattern: /--cloud-config\b|register-schedulable/ },
  { since: "1.35", what: "the kubelet's pause image", pattern: /pod-infra-container-image/ },
  { since: "1.35", what: "the gate that waits for all components", pattern: /WaitForAllControlPlaneComponents/ },
  { since: "1.36", what: "the gate of kubelets at their own API server", pattern: /ControlPlaneKubeletLocalMode/ },
  { since: "1.37", what: "the gate of the CRI socket", pattern: /NodeLocalCRISocket|PublicKeysECDSA/ },
  { since: "1.37", what: "kubeadm's older configuration", pattern: /kubeadm\.k8s\.io\/v1beta[123]\b/ },
  {
    since: "1.37",
    what: "cAdvisor's flags of the kubelet",
    pattern: /global-housekeeping-interval|storage-driver-(db|host|user)|--containerd=/,
  },
  { since: "1.37", what: "the controller manager's number of services at once", pattern: /concurrent-service-syncs/ },
  { since: "1.20", what: "the label and the taint of masters", pattern: /node-role\.kubernetes\.io\/master/ },
  { since: "1.27", what: "the registry of old", pattern: /k8s\.gcr\.io|gcr\.io\/google[_-]containers/ },
  {
    since: "1.29",
    what: "the clouds' own volumes and routes inside the components",
    pattern: /awsElasticBlockStore|cloud-provider\n? *value: aws/,
  },
];
