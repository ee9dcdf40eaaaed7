import { DEFAULTS } from "../../../schema/generated/defaults.ts";
import { kubectlWords } from "../../facts/endpoints.ts";
import { serviceName } from "../../facts/naming.ts";
import * as ports from "../../facts/ports.ts";
import type { AddonConfig } from "../../model/addons.ts";
import type { Cluster } from "../../model/cluster.ts";
import { container, environment, same, service, tcp, workload } from "../../model/objects.ts";
import type { Rule, RunbookParts } from "../../model/variants.ts";
import { render } from "../../text/render.ts";
import { addon, imageOf } from "./addon.ts";
import { consul } from "./consul.ts";

/** Whose the directory with Vault's keys has to be; the Dockerfile makes this user. */
export const VAULT_UID = 1000;

interface VaultConfig extends AddonConfig {
  readonly namespace: string;
  /** The directory of the node that gets the unseal keys; null where the operator initialises Vault. */
  readonly keysDirectory: string | null;
  /** HCL by name. */
  readonly policies: Readonly<Record<string, string>>;
  /** What the keys are given to; null where the operator takes them. */
  readonly handOver: { readonly command: readonly string[]; readonly admins: readonly string[] } | null;
}

const LABELS = { app: "vault" };

const KEYS = "/keys";

/** As master, Vault initialises itself and puts the keys on the node. */
const asMaster = ({ keysDirectory, policies, handOver }: VaultConfig) =>
  keysDirectory === null
    ? { args: [], env: [], mounts: [], volumes: [] }
    : {
        args: ["master"],
        env: [
          { name: "VAULT_KEYS_DIR", value: KEYS },
          ...(Object.keys(policies).length > 0 ? [{ name: "VAULT_POLICIES", value: JSON.stringify(policies) }] : []),
          ...(handOver === null
            ? []
            : [{ name: "VAULT_HAND_OVER", value: JSON.stringify([...handOver.command, ...handOver.admins]) }]),
        ],
        mounts: [{ volume: "keys", path: KEYS, readOnly: false }],
        volumes: [{ name: "keys", source: { kind: "hostPath", path: keysDirectory } } as const],
      };

/** Only a Vault that initialises itself has keys to hand over, and the right to write policies. */
const idleKeys: Rule = (cluster) => {
  const config = vault.configOf(cluster);
  if (config === null || config.keysDirectory !== null) return [];
  const given = [
    ...(Object.keys(config.policies).length > 0 ? ["policies"] : []),
    ...(config.handOver === null ? [] : ["handOver"]),
  ];
  return given.map((key) => ({
    code: "misplaced-key",
    severity: "warning",
    places: [{ path: ["addons", "vault", key], part: "key" }],
    message: `"${key}" has no effect here: you initialise Vault yourself`,
    help: "name keysDirectory beside it, or leave it out",
  }));
};

function runbook(
  { keysDirectory, namespace, handOver }: VaultConfig,
  { disksLast }: RunbookParts,
  cluster: Cluster,
): string {
  const kubectl = `${kubectlWords(cluster)} --namespace=${namespace}`;
  const policy = `${kubectl} exec -i POD -- sh -c 'export VAULT_ADDR=https://vault.${namespace}:${ports.VAULT} VAULT_CACERT=/vault/tls/certificate.pem; read -r VAULT_TOKEN; export VAULT_TOKEN; exec vault policy write NAME -' < <(cat TOKEN-FILE NAME.hcl)`;
  if (keysDirectory === null) {
    return render("runbook-vault.md", {
      how: "Initialise it once, and keep the keys it prints apart from each other:",
      commands: [
        `${kubectl} get pods --selector=app=vault`,
        `${kubectl} exec -it POD -- env VAULT_ADDR=https://vault.${namespace}:${ports.VAULT} VAULT_CACERT=/vault/tls/certificate.pem vault operator init`,
      ],
      again: ": give it its keys with vault operator unseal",
      policy,
    });
  }
  return render("runbook-vault.md", {
    how: `It initialises itself once and puts its keys into ${keysDirectory} of the node it runs on, which has to be there for its user beforehand, ${disksLast ? "on a disk that lasts, " : ""}on every node it may run on:`,
    commands: [`install -d -m 0700 -o ${VAULT_UID} ${keysDirectory}`],
    again:
      handOver === null
        ? ", and unseals itself where the keys are; hand them out and remove vault-keys.json, and it waits for you instead" +
          (disksLast ? "" : ". No disk of a node outlives it here: take vault-keys.json away before nodes are replaced")
        : `. The keys go to ${handOver.admins.join(", ")} by ${handOver.command[0]}, and are gone from the node when that has succeeded (its log says so); from then on it waits for them`,
    policy,
  });
}

/** Vault with Consul behind it; its image's entrypoint writes the configuration when it starts. */
export const vault = addon<"vault", VaultConfig>({
  name: "vault",
  title: "secrets, with Consul behind them",
  number: 50,
  apis: ["v1", "apps/v1"],
  needs: ["consul"],
  image: "vault",
  images: ({ registry }) => ({ vault: `${registry}/vault:1.0.0` }),
  rules: [idleKeys],
  resolve: ({ namespace, keysDirectory, policies, handOver }) => ({
    namespace: namespace ?? DEFAULTS.vaultAddon.namespace,
    keysDirectory: keysDirectory ?? null,
    policies: policies ?? {},
    handOver: handOver ?? null,
  }),
  runbook,
  objects: (cluster, config) => {
    const { kubernetes, network } = cluster;
    const named = {
      name: "vault",
      namespace: config.namespace,
      owner: "vault",
      from: [["addons", "vault"], ["addons", "consul"], ["network", "domain"], ["name"]],
    } as const;
    const consulHost = serviceName(network, kubernetes.features, "consul", consul.configOf(cluster)?.namespace);
    const names = [`vault.${config.namespace}`, serviceName(network, kubernetes.features, "vault", config.namespace)];
    const { args, env, mounts, volumes } = asMaster(config);
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
