import { serviceName } from "../../naming.ts";
import * as ports from "../../ports.ts";
import { container, environment, same, service, tcp, workload } from "../model.ts";
import { addon, imageOf, NO_TOKENS } from "./addon.ts";

const LABELS = { app: "vault" };

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
    const server = container({
      name: "vault",
      image: imageOf(config, "vault"),
      env: environment(
        [
          { name: "CONSUL_SERVICE_HOST", value: consulHost },
          { name: "CONSUL_SERVICE_PORT", value: String(ports.CONSUL_HTTP) },
        ],
        config.env,
      ),
      ports: [tcp("vaultport", ports.VAULT)],
      from: ["addons", "vault"],
    });
    return [
      service({ ...named, selector: LABELS, ports: [same("vaultport", ports.VAULT)] }),
      workload({ ...named, labels: LABELS, containers: [server] }),
    ];
  },
});
