import { DEFAULTS } from "../../../schema/generated/defaults.ts";
import { serviceName } from "../../facts/naming.ts";
import * as ports from "../../facts/ports.ts";
import type { AddonConfig } from "../../model/addons.ts";
import type { WorkloadApi } from "../../model/kubernetes.ts";
import {
  type Container,
  type ContainerPort,
  container,
  type EnvVar,
  environment,
  type KubernetesObject,
  same,
  service,
  workload,
} from "../../model/objects.ts";
import { type TokenDeclaration, token } from "../../model/token.ts";
import type { Rule } from "../../model/variants.ts";
import { addon, imageOf } from "./addon.ts";

interface ConsulConfig extends AddonConfig {
  readonly replicas: number;
  readonly namespace: string;
  /** `<account>/<name>`; null where the servers find each other through a headless service. */
  readonly atlas: string | null;
  /** The directory of the node that has the data; null where the data goes with the pod. */
  readonly dataDirectory: string | null;
  /** How often a node copies it to the cluster's bucket, and how many copies it keeps; null where it does not. */
  readonly backup: { readonly periodMinutes: number; readonly keep: number } | null;
}

const LABELS = { app: "consul" };
const SERVERS = "consul-servers";
const ATLAS_TOKEN = "ATLAS_TOKEN";

interface Image {
  readonly name: string;
  /** Where it keeps its data. */
  readonly data: string;
  readonly env: readonly EnvVar[];
  /** Where it answers as a DNS server. */
  readonly dns: number;
  /** What the container runs, from what makes a server of it. */
  readonly run: (server: readonly string[]) => Pick<Container, "command" | "args">;
}

/** progrium's image starts an agent by itself. */
const PROGRIUM: Image = {
  name: "progrium/consul:latest",
  data: "/data",
  env: [],
  // Its own configuration says so (config/consul.json of progrium/docker-consul).
  dns: ports.DNS,
  run: (server) => ({ command: ["/bin/start"], args: server }),
};

/** HashiCorp's image is told everything; POD_IP is filled in by Kubernetes. */
const HASHICORP: Image = {
  name: "hashicorp/consul:1.22.5",
  data: "/consul/data",
  env: [{ name: "POD_IP", field: "status.podIP" }],
  dns: ports.CONSUL_DNS,
  run: (server) => ({
    command: [],
    args: ["agent", ...server, "-bind=0.0.0.0", "-advertise=$(POD_IP)", "-client=0.0.0.0", "-data-dir=/consul/data"],
  }),
};

const IMAGE: Readonly<Record<WorkloadApi, Image>> = { v1beta1: PROGRIUM, v1: PROGRIUM, "apps/v1": HASHICORP };

/** The document's service ports: API, RPC, gossip inside and between sites, servers, DNS. */
const SERVICE_PORTS = [
  same("http", ports.CONSUL_HTTP),
  same("rpc", ports.CONSUL_RPC),
  same("serflan", ports.CONSUL_LAN),
  same("serfwan", ports.CONSUL_WAN),
  same("server", ports.CONSUL_SERVER),
] as const;

/** Clients ask over UDP, and again over TCP where an answer is cut off. */
const dnsPorts = ({ dns }: Image) =>
  [
    { name: "consuldns", port: ports.CONSUL_DNS, targetPort: dns, protocol: "TCP" },
    { name: "consuldns-udp", port: ports.CONSUL_DNS, targetPort: dns, protocol: "UDP" },
  ] as const;

const GOSSIP = [
  { name: "serflan-udp", port: ports.CONSUL_LAN, hostPort: null, protocol: "UDP" },
  { name: "serfwan-udp", port: ports.CONSUL_WAN, hostPort: null, protocol: "UDP" },
] as const;

/** Two servers must not have one directory: the node's port is claimed so that they never share a node. */
const apart = ({ name }: { readonly name: string }, { dataDirectory }: ConsulConfig) =>
  dataDirectory !== null && name === "serflan" ? { hostPort: ports.CONSUL_LAN, keepsApart: true } : { hostPort: null };

const containerPorts = (image: Image, config: ConsulConfig): readonly ContainerPort[] => [
  ...[...SERVICE_PORTS, ...dnsPorts(image)].map((each) => ({
    name: each.name,
    port: each.targetPort,
    protocol: each.protocol,
    ...apart(each, config),
  })),
  ...GOSSIP,
];

/** How the servers find each other: through Atlas, whose token is read from the environment, or by name. */
const joining = (config: ConsulConfig, servers: string): readonly string[] =>
  config.atlas === null ? ["-retry-join", servers] : ["-atlas", config.atlas, "-atlas-join"];

const serverArguments = (config: ConsulConfig, servers: string): readonly string[] => [
  "-server",
  "-bootstrap-expect",
  String(config.replicas),
  ...joining(config, servers),
];

const variables = ({ env }: Image, { atlas }: ConsulConfig): readonly EnvVar[] => [
  ...(atlas === null ? [] : [{ name: "ATLAS_TOKEN", value: token(ATLAS_TOKEN) }]),
  ...env,
];

const atlasToken: TokenDeclaration = {
  name: ATLAS_TOKEN,
  description: "token of the Atlas account the servers meet through",
  secret: true,
  source: null,
};

/** HashiCorp ended the service in March 2017: servers told to meet there never do. */
const atlasGone: Rule = (cluster) =>
  (consul.configOf(cluster)?.atlas ?? null) === null
    ? []
    : [
        {
          code: "addon-unavailable",
          severity: "warning",
          places: [{ path: ["addons", "consul", "atlas"], part: "key" }],
          message: "the servers would meet through Atlas, which no longer exists",
          help: "leave it out: they find each other through a headless service",
        },
      ];

/** Nothing that lies anywhere. */
const idleBackup: Rule = (cluster) => {
  const config = consul.configOf(cluster);
  return config === null || config.backup === null || config.dataDirectory !== null
    ? []
    : [
        {
          code: "misplaced-key",
          severity: "warning",
          places: [{ path: ["addons", "consul", "backup"], part: "key" }],
          message: '"backup" has no effect here: the data is in the pods',
          help: "name dataDirectory beside it, or leave it out",
        },
      ];
};

const ATLAS_GONE =
  "Consul's servers would meet through Atlas, which no longer exists: take atlas out of addons.consul, or they stay apart.";

/** Consul servers and the service that others know them by. */
export const consul = addon<"consul", ConsulConfig>({
  name: "consul",
  title: "Consul servers",
  number: 45,
  apis: ["v1", "apps/v1"],
  needs: [],
  images: ({ api }) => ({ consul: IMAGE[api].name }),
  resolve: ({ replicas, namespace, atlas, dataDirectory, backup }) => ({
    replicas: replicas ?? DEFAULTS.consulAddon.replicas,
    namespace: namespace ?? DEFAULTS.consulAddon.namespace,
    atlas: atlas ?? null,
    dataDirectory: dataDirectory ?? null,
    backup: backup === undefined ? null : { ...DEFAULTS.consulAddon.backup, ...backup },
  }),
  rules: [atlasGone, idleBackup],
  things: ({ atlas }) => (atlas === null ? [] : [ATLAS_GONE]),
  tokens: ({ atlas }) => (atlas === null ? [] : [atlasToken]),
  objects: (cluster, config): readonly KubernetesObject[] => {
    const { kubernetes, network } = cluster;
    const image = IMAGE[kubernetes.features.workloadApi];
    const from = [["addons", "consul"], ["network", "domain"], ["name"]] as const;
    const named = { namespace: config.namespace, owner: "consul", from };
    const server = container({
      name: "consul",
      image: imageOf(config, "consul"),
      ...image.run(serverArguments(config, serviceName(network, kubernetes.features, SERVERS, config.namespace))),
      env: environment(variables(image, config), config.env),
      ports: containerPorts(image, config),
      mounts: [{ volume: "data", path: image.data, readOnly: false }],
      from: ["addons", "consul"],
    });
    const headless = service({
      ...named,
      name: SERVERS,
      address: "headless",
      selector: LABELS,
      ports: [same("serflan", ports.CONSUL_LAN), same("server", ports.CONSUL_SERVER)],
    });
    return [
      service({ ...named, name: "consul", selector: LABELS, ports: [...SERVICE_PORTS, ...dnsPorts(image)] }),
      ...(config.atlas === null ? [headless] : []),
      workload({
        ...named,
        name: "consul",
        replicas: config.replicas,
        labels: LABELS,
        containers: [server],
        volumes: [
          {
            name: "data",
            source:
              config.dataDirectory === null ? { kind: "emptyDir" } : { kind: "hostPath", path: config.dataDirectory },
          },
        ],
        identity: config.atlas === null ? SERVERS : null,
      }),
    ];
  },
});
