import type { ConsulConfig } from "../../cluster.ts";
import { serviceName } from "../../naming.ts";
import * as ports from "../../ports.ts";
import { type TokenDeclaration, token } from "../../tokens/token.ts";
import type { WorkloadApi } from "../../variants/kubernetes.ts";
import {
  type Container,
  container,
  type EnvVar,
  environment,
  type KubernetesObject,
  same,
  service,
  workload,
} from "../model.ts";
import { addon, imageOf } from "./addon.ts";

const LABELS = { app: "consul" };
const SERVERS = "consul-servers";
const ATLAS_TOKEN = "ATLAS_TOKEN";
const DATA = { v1: "/data", "apps/v1": "/consul/data" } as const;

/** The document's service ports: API, RPC, gossip inside and between sites, servers, DNS. */
const SERVICE_PORTS = [
  same("http", ports.CONSUL_HTTP),
  same("rpc", 8400),
  same("serflan", 8301),
  same("serfwan", 8302),
  same("server", 8300),
  same("consuldns", 8600),
] as const;

const GOSSIP = [
  { name: "serflan-udp", port: 8301, hostPort: null, protocol: "UDP" },
  { name: "serfwan-udp", port: 8302, hostPort: null, protocol: "UDP" },
] as const;

const CONTAINER_PORTS = [
  ...SERVICE_PORTS.map(({ name, port, protocol }) => ({ name, port, hostPort: null, protocol })),
  ...GOSSIP,
];

/** How the servers find each other: through Atlas, whose token is read from the environment, or by name. */
const joining = (config: ConsulConfig, servers: string): readonly string[] =>
  config.atlas === null ? ["-retry-join", servers] : ["-atlas", config.atlas, "-atlas-join"];

/**
 * What the container runs. progrium's image starts an agent by itself and takes its data directory from /data;
 * HashiCorp's is told everything. POD_IP is filled in by Kubernetes.
 */
function command(api: WorkloadApi, config: ConsulConfig, servers: string): Pick<Container, "command" | "args"> {
  const cluster = ["-server", "-bootstrap-expect", String(config.replicas)];
  if (api !== "apps/v1") return { command: ["/bin/start"], args: [...cluster, ...joining(config, servers)] };
  const bind = ["-bind=0.0.0.0", "-advertise=$(POD_IP)", "-client=0.0.0.0"];
  return { command: [], args: ["agent", ...cluster, ...joining(config, servers), ...bind, `-data-dir=${DATA[api]}`] };
}

const variables = (api: WorkloadApi, { atlas }: ConsulConfig): readonly EnvVar[] => [
  ...(atlas === null ? [] : [{ name: "ATLAS_TOKEN", value: token(ATLAS_TOKEN) }]),
  ...(api === "apps/v1" ? [{ name: "POD_IP", field: "status.podIP" } as const] : []),
];

const atlasToken: TokenDeclaration = {
  name: ATLAS_TOKEN,
  description: "token of the Atlas account the servers meet through",
  secret: true,
  source: null,
};

/** Consul servers and the service that others know them by. */
export const consul = addon({
  name: "consul",
  title: "Consul servers",
  apis: ["v1", "apps/v1"],
  needs: [],
  images: ({ api }) => ({ consul: api === "apps/v1" ? "hashicorp/consul:1.22.5" : "progrium/consul:latest" }),
  tokens: ({ atlas }) => (atlas === null ? [] : [atlasToken]),
  objects: (cluster, config): readonly KubernetesObject[] => {
    const { kubernetes, network } = cluster;
    const api = kubernetes.features.workloadApi;
    const from = [["addons", "consul"], ["network", "domain"], ["name"]] as const;
    const named = { namespace: config.namespace, owner: "consul", from };
    const server = container({
      name: "consul",
      image: imageOf(config, "consul"),
      ...command(api, config, serviceName(network, kubernetes.features, SERVERS, config.namespace)),
      env: environment(variables(api, config), config.env),
      ports: CONTAINER_PORTS,
      mounts: [{ volume: "data", path: api === "apps/v1" ? DATA["apps/v1"] : DATA.v1, readOnly: false }],
      from: ["addons", "consul"],
    });
    const headless = service({
      ...named,
      name: SERVERS,
      address: "headless",
      selector: LABELS,
      ports: [same("serflan", 8301), same("server", 8300)],
    });
    return [
      service({ ...named, name: "consul", selector: LABELS, ports: SERVICE_PORTS }),
      ...(config.atlas === null ? [headless] : []),
      workload({
        ...named,
        name: "consul",
        replicas: config.replicas,
        labels: LABELS,
        containers: [server],
        volumes: [{ name: "data", source: { kind: "emptyDir" } }],
        identity: config.atlas === null ? SERVERS : null,
      }),
    ];
  },
});
