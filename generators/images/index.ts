import type { TokenDeclaration, TokenSource } from "../model/token.ts";

/** A container image that the operator builds: a directory with a Dockerfile. */
export interface ImageContext {
  /** Its directory below `images/`, in the output and among the templates. */
  readonly name: string;
  readonly title: string;
  /** Files of the directory; those that run are executable. */
  readonly files: readonly { readonly name: string; readonly executable: boolean }[];
  /** Whether its entrypoint binds tokens, and so brings the resolver along. */
  readonly tokens: readonly TokenDeclaration[];
}

const variable = (name: string): TokenSource => ({ kind: "environment", reference: name, key: null });

const plain = (...names: readonly string[]) => names.map((name) => ({ name, executable: false }));
const scripts = (...names: readonly string[]) => names.map((name) => ({ name, executable: true }));

const fromContainer = (name: string, description: string, from = name): TokenDeclaration => ({
  name,
  description,
  secret: false,
  source: variable(from),
  internal: true,
});

/** Build contexts, by name. */
export const IMAGES: readonly ImageContext[] = [
  {
    name: "yapache",
    title: "Apache whose sites follow etcd",
    files: [...plain("Dockerfile", "apache2.conf"), ...scripts("entrypoint.sh", "follow-etcd.sh")],
    tokens: [],
  },
  {
    name: "yapache-k8s-watcher",
    title: "writes Apache's sites for the endpoints of a service into etcd",
    files: [...plain("Dockerfile"), ...scripts("entrypoint.sh", "apache-config.sh")],
    tokens: [],
  },
  {
    name: "vault",
    title: "Vault that writes its configuration when it starts",
    files: [...plain("Dockerfile", "config.hcl"), ...scripts("entrypoint.sh", "initialise.sh")],
    tokens: [
      fromContainer("CONSUL_SERVICE_HOST", "where Consul answers, as the container sees it"),
      fromContainer("CONSUL_PORT", "port of Consul's API", "CONSUL_SERVICE_PORT"),
      fromContainer("VAULT_HOME", "directory of configuration and certificate"),
      fromContainer("VAULT_IP", "address of the pod"),
      fromContainer("VAULT_PORT", "port Vault listens on", "VAULT_SERVICE_PORT"),
    ],
  },
];
