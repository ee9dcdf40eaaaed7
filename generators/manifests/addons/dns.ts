import type { IClusterRole, IClusterRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1";
import type { IConfigMap, IServiceAccount } from "kubernetes-models/v1";
import { apiUrl, LOOPBACK } from "../../facts/endpoints.ts";
import * as ports from "../../facts/ports.ts";
import type { AddonConfig } from "../../model/addons.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { WorkloadApi } from "../../model/kubernetes.ts";
import {
  type Container,
  container,
  type KubernetesObject,
  type Service,
  same,
  service,
  tcp,
  verbatim,
  workload,
} from "../../model/objects.ts";
import { addon, EVERY_API, imageOf } from "./addon.ts";

const FROM = [["addons", "dns"], ["network"], ["name"]] as const;
const own = (name: string, config: AddonConfig, rest: Partial<Container>): Container =>
  container({ name, image: imageOf(config, name), from: ["addons", "dns"], ...rest });

const DNS_PORTS = [
  { name: "dns", port: ports.DNS, hostPort: null, protocol: "UDP" } as const,
  tcp("dns-tcp", ports.DNS),
];

const LOOPBACK_ETCD = `http://${LOOPBACK}:${ports.ETCD_CLIENT}`;
const ETCD_DATA = "/var/etcd/data";

/** The same three containers in the words of their releases. */
interface SkyDns {
  /** Name of the controller and of the service, and the label of the pods. */
  readonly name: string;
  readonly namespace: string;
  readonly etcd: Pick<Container, "command" | "args">;
  readonly kube2sky: (domain: string, api: string) => readonly string[];
  readonly skydns: (cluster: Cluster) => readonly string[];
  readonly ports: Service["ports"];
}

/**
 * cluster/addons/dns of January 2015. The kubelet leaves such a pod with docker's own --dns, which is this very
 * service, so that skydns has to be told whom to ask about the rest of the world. kube2sky finds the API through the
 * read-only service that the API server makes; its etcd is 0.4. A service has one port, and containers ask over UDP.
 */
const SKYDNS_0_9: SkyDns = {
  name: "skydns",
  namespace: "default",
  etcd: {
    // The image has etcd as its entry point, which takes nothing behind a word of its own.
    command: [],
    args: [`-bind-addr=${LOOPBACK}`, `-peer-bind-addr=${LOOPBACK}`, `-data-dir=${ETCD_DATA}`],
  },
  kube2sky: (domain) => [`-domain=${domain}`],
  skydns: ({ platform }) => [
    `-machines=${LOOPBACK_ETCD}`,
    `-addr=0.0.0.0:${ports.DNS}`,
    ...(platform.nameserver === null ? [] : [`-nameservers=${platform.nameserver}:${ports.DNS}`]),
  ],
  ports: [same("dns", ports.DNS, "UDP")],
};

/** kube-dns v9 of release 1.1; with a URL of the API it needs no service account, which needs keys. */
const SKYDNS_1: SkyDns = {
  name: "kube-dns",
  namespace: "kube-system",
  etcd: {
    command: ["/usr/local/bin/etcd"],
    args: [
      `-data-dir=${ETCD_DATA}`,
      `-listen-client-urls=${LOOPBACK_ETCD}`,
      `-advertise-client-urls=${LOOPBACK_ETCD}`,
      "-initial-cluster-token=skydns-etcd",
    ],
  },
  kube2sky: (domain, api) => [`-domain=${domain}`, `-kube_master_url=${api}`],
  skydns: () => [`-machines=${LOOPBACK_ETCD}`, `-addr=0.0.0.0:${ports.DNS}`, "-ns-rotate=false"],
  ports: [same("dns", ports.DNS, "UDP"), same("dns-tcp", ports.DNS)],
};

/** kube2sky copies services from the API into a private etcd, which skydns serves. */
const skyDns =
  (era: SkyDns) =>
  (cluster: Cluster, config: AddonConfig): readonly KubernetesObject[] => {
    const { domain, dnsServiceIp } = cluster.network;
    const labels = { "k8s-app": era.name };
    const named = { name: era.name, namespace: era.namespace, owner: "dns" };
    const containers = [
      own("etcd", config, { ...era.etcd, mounts: [{ volume: "etcd-data", path: ETCD_DATA, readOnly: false }] }),
      own("kube2sky", config, { args: era.kube2sky(domain, apiUrl(cluster)) }),
      own("skydns", config, { args: [...era.skydns(cluster), `-domain=${domain}.`], ports: DNS_PORTS }),
    ];
    return [
      service({ ...named, address: dnsServiceIp, selector: labels, ports: era.ports, from: FROM }),
      workload({
        ...named,
        labels,
        containers,
        volumes: [{ name: "etcd-data", source: { kind: "emptyDir" } }],
        dns: "node",
        from: [...FROM, ...cluster.controlPlane.hostFrom],
      }),
    ];
  };

/** Of CoreDNS, for Prometheus. */
const METRICS = 9153;

const corefile = (domain: string): string => `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes ${domain} in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :${METRICS}
    forward . /etc/resolv.conf {
        max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`;

const NAMESPACE = "kube-system";
const LABELS = { "k8s-app": "kube-dns" };
const ROLE = "system:coredns";

/** What CoreDNS may read, where it reads its configuration, and as whom. */
function coreDnsRights(domain: string): readonly KubernetesObject[] {
  const account: IServiceAccount = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "coredns", namespace: NAMESPACE },
  };
  const role: IClusterRole = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: ROLE },
    rules: [
      { apiGroups: [""], resources: ["endpoints", "services", "pods", "namespaces"], verbs: ["list", "watch"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    ],
  };
  const binding: IClusterRoleBinding = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: ROLE },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: ROLE },
    subjects: [{ kind: "ServiceAccount", name: "coredns", namespace: NAMESPACE }],
  };
  const config: IConfigMap = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "coredns", namespace: NAMESPACE },
    data: { Corefile: corefile(domain) },
  };
  return [account, role, binding, config].map((object) =>
    verbatim(object, { namespace: NAMESPACE, owner: "dns", from: FROM }),
  );
}

function coreDns(cluster: Cluster, config: AddonConfig): readonly KubernetesObject[] {
  const named = { namespace: NAMESPACE, owner: "dns", from: FROM };
  const server = own("coredns", config, {
    args: ["-conf", "/etc/coredns/Corefile"],
    ports: [...DNS_PORTS, tcp("metrics", METRICS)],
    mounts: [{ volume: "config", path: "/etc/coredns", readOnly: true }],
    liveness: { check: { path: "/health", port: 8080 }, delaySeconds: 60, timeoutSeconds: 5 },
    readiness: { check: { path: "/ready", port: 8181 }, delaySeconds: 0, timeoutSeconds: 5 },
  });
  return [
    ...coreDnsRights(cluster.network.domain),
    service({
      ...named,
      name: "kube-dns",
      address: cluster.network.dnsServiceIp,
      selector: LABELS,
      ports: [same("dns", ports.DNS, "UDP"), same("dns-tcp", ports.DNS), same("metrics", METRICS)],
    }),
    workload({
      ...named,
      name: "coredns",
      replicas: 2,
      labels: LABELS,
      containers: [server],
      volumes: [{ name: "config", source: { kind: "configMap", name: "coredns" } }],
      dns: "node",
      serviceAccount: "coredns",
      system: true,
    }),
  ];
}

/** Images of the add-on of each era; today's goes with the line. */
const IMAGES: Readonly<Record<WorkloadApi, (coreDnsImage: string) => Readonly<Record<string, string>>>> = {
  v1beta1: () => ({
    etcd: "quay.io/coreos/etcd:v0.4.6",
    kube2sky: "kubernetes/kube2sky:1.0",
    skydns: "kubernetes/skydns:2014-12-23-001",
  }),
  v1: () => ({
    etcd: "gcr.io/google_containers/etcd:2.0.9",
    kube2sky: "gcr.io/google_containers/kube2sky:1.11",
    skydns: "gcr.io/google_containers/skydns:2015-10-13-8c72f8c",
  }),
  "apps/v1": (coredns) => ({ coredns }),
};

const OBJECTS: Readonly<Record<WorkloadApi, (cluster: Cluster, config: AddonConfig) => readonly KubernetesObject[]>> = {
  v1beta1: skyDns(SKYDNS_0_9),
  v1: skyDns(SKYDNS_1),
  "apps/v1": coreDns,
};

/** Resolves services for containers. */
export const dns = addon<"dns">({
  name: "dns",
  title: "cluster DNS",
  number: 10,
  isBase: true,
  apis: EVERY_API,
  needs: [],
  images: ({ api, coreDnsImage }) => IMAGES[api](coreDnsImage),
  onByDefault: ["apps/v1"],
  resolve: () => ({}),
  objects: (cluster, config) => OBJECTS[cluster.kubernetes.features.workloadApi](cluster, config),
});
