import { serviceName } from "../../facts/naming.ts";
import * as ports from "../../facts/ports.ts";
import { container, environment, same, service, tcp, workload } from "../../model/objects.ts";
import { addon, imageOf, NO_TOKENS } from "./addon.ts";

const LABELS = { app: "vault" };

const KEYS = "/keys";

/** As master, Vault initialises itself and puts the keys on the node. */
const asMaster = (directory: string | null) =>
  directory === null
    ? { args: [], env: [], mounts: [], volumes: [] }
    : {
        args: ["master"],
        env: [{ name: "VAULT_KEYS_DIR", value: KEYS }],
        mounts: [{ volume: "keys", path: KEYS, readOnly: false }],
        volumes: [{ name: "keys", source: { kind: "hostPath", path: directory } } as const],
      };

/** Vault with Consul behind it; its image's entrypoint writes the configuration when it starts. */
export const vault = addon({
  name: "vault",
  title: "secrets, with Consul behind them",
  apis: ["v1", "apps/v1"],
  needs: ["consul"],
  image: "vault",
  images: ({ registry }) => ({ vault: `${registry}/vault:1.0.0` }),
  tokens: NO_TOKENS,
  objects: (cluster, config) => {
    const { kubernetes, network, addons } = cluster;
    const named = {
      name: "vault",
      namespace: config.namespace,
      owner: "vault",
      from: [["addons", "vault"], ["addons", "consul"], ["network", "domain"], ["name"]],
    } as const;
    const consulHost = serviceName(network, kubernetes.features, "consul", addons.consul?.namespace);
    const names = [`vault.${config.namespace}`, serviceName(network, kubernetes.features, "vault", config.namespace)];
    const { args, env, mounts, volumes } = asMaster(config.keysDirectory);
    const server = container({
      name: "vault",
      image: imageOf(config, "vault"),
      env: environment(
        [
          { name: "CONSUL_SERVICE_HOST", value: consulHost },
          { name: "CONSUL_SERVICE_PORT", value: String(ports.CONSUL_HTTP) },
          { name: "VAULT_NAMES", value: names.join(",") },
          ...env,
        ],
        config.env,
      ),
      args,
      ports: [tcp("vaultport", ports.VAULT)],
      mounts,
      from: ["addons", "vault"],
    });
    return [
      service({ ...named, selector: LABELS, ports: [same("vaultport", ports.VAULT)] }),
      workload({ ...named, labels: LABELS, containers: [server], volumes }),
    ];
  },
});
