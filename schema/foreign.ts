import { isYcluster } from "./ycluster.ts";

/** Files of other tools that somebody hands to the compiler: each is named, and nothing else is said of it. */

/** What a file is, in words, and where that shows: a pattern over its text. */
interface Mark {
  readonly what: string;
  readonly sign: RegExp;
  readonly help?: string;
}

const CONFLICT: Mark = {
  what: "a merge conflict that was never resolved",
  sign: /^(?:<{7}|={7}|>{7})(?: |$)/m,
  help: "resolve it: keep one of the two sides, and none of the marks",
};

/** What its first line tells, however the rest reads. */
const HEADS: readonly Mark[] = [
  { what: "a script", sign: /^#!/ },
  { what: "machine user-data (#cloud-config)", sign: /^#cloud-config\b/ },
  { what: "machine user-data (MIME)", sign: /^(?:MIME-Version|Content-Type): /i },
  { what: "a key or a certificate (PEM)", sign: /^-----BEGIN [A-Z ]{1,40}-----/ },
  { what: "XML or HTML", sign: /^<(?:\?xml|!doctype|html|[a-z]+[ >])/i },
  { what: "a Dockerfile", sign: /^(?:#[^\n]*\n|[ \t]*\n)*FROM [^\s:]/ },
];

/** What a line of it tells where it is no YAML, or no mapping. */
const LINES: readonly Mark[] = [
  {
    what: "Terraform configuration",
    sign: /^(?:terraform|locals|(?:resource|data|provider|variable|output|module) +"[^"\n]*"(?: +"[^"\n]*")?) *\{/m,
  },
  { what: "a systemd unit", sign: /^\[(?:Unit|Service|Install|Timer|Socket)\] *$/m },
  { what: "TOML or an INI file", sign: /^\[[A-Za-z0-9_.:"-]+\] *$/m },
  {
    what: "a template of Helm, Jinja or the like",
    sign: /^[^#\n'"]{0,200}\{[{%]/m,
    help: "render it first, and compile what comes out",
  },
  { what: "a list of variables for a shell", sign: /^(?:export )?[A-Z][A-Z0-9_]*=/m },
  { what: "an Ansible playbook", sign: /^- +(?:hosts|import_playbook):/m },
];

/** What the API group of a Kubernetes-like file belongs to. */
const GROUPS: readonly (readonly [sign: RegExp, what: string])[] = [
  [/^kops/, "a cluster of kops"],
  [/^eksctl\.io/, "a cluster of eksctl"],
  [/cluster\.x-k8s\.io/, "an object of Cluster API"],
  [/^kubeadm\.k8s\.io/, "a configuration of kubeadm"],
  [/^kubelet\.config\.k8s\.io/, "a configuration of the kubelet"],
  [/^kind\.x-k8s\.io/, "a cluster of kind"],
  [/^k3d\.io/, "a cluster of k3d"],
  [/^kubeone\./, "a cluster of KubeOne"],
  [/^k0sctl?\./, "a cluster of k0s"],
  [/^kustomize\./, "a kustomization"],
  [/^helm|^source\.toolkit/, "an object of Flux"],
  [/^argoproj\.io/, "an object of Argo"],
];

type Keys = ReadonlySet<string>;

/** What the keys at the top of a mapping tell, the surest first. */
const TOPS: readonly (readonly [what: string, holds: (keys: Keys, text: string) => boolean, help?: string])[] = [
  [
    "the inventory of an output",
    (keys) => keys.has("cluster") && keys.has("spec") && keys.has("files"),
    "name the spec that it was made from; diff takes the output's directory",
  ],
  [
    "a CloudFormation template",
    (keys, text) => keys.has("AWSTemplateFormatVersion") || /"?Type"?: *"?AWS::/.test(text),
  ],
  ["Terraform's state", (keys) => keys.has("terraform_version") && keys.has("lineage")],
  [
    "Terraform configuration",
    (keys) => ["resource", "provider", "terraform"].filter((key) => keys.has(key)).length > 1,
  ],
  ["an Ignition configuration", (keys) => keys.has("ignition")],
  ["a Butane configuration", (keys) => keys.has("variant") && keys.has("version")],
  [
    "machine user-data without its first line",
    (keys) => keys.has("write_files") || keys.has("coreos") || keys.has("runcmd"),
  ],
  [
    "a configuration of kube-aws",
    (keys) => keys.has("clusterName") && (keys.has("externalDNSName") || keys.has("keyName")),
  ],
  ["a configuration of Talos", (keys) => keys.has("machine") && keys.has("version")],
  ["a GitHub workflow", (keys) => keys.has("jobs") && (keys.has("on") || keys.has("true"))],
  ["a file of docker compose", (keys, text) => keys.has("services") && /^ {1,40}(?:image|build) *:/m.test(text)],
  ["a package.json", (keys) => keys.has("name") && (keys.has("dependencies") || keys.has("devDependencies"))],
  ["a cluster of RKE", (keys) => keys.has("nodes") && (keys.has("services") || keys.has("network"))],
];

export interface Foreign {
  readonly what: string;
  readonly help: string;
  /** Where it shows, as an offset. */
  readonly at: number;
}

const HELP = "start from the cluster.yml that comes with clusterwright";

function marked(text: string, marks: readonly Mark[]): Foreign | undefined {
  for (const { what, sign, help = HELP } of marks) {
    const found = sign.exec(text);
    if (found !== null) return { what, help, at: found.index };
  }
  return undefined;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The keys at the top: of what was read, and of what cannot be, those at the left margin. */
function topKeys(text: string, value: unknown): Keys {
  if (isMapping(value)) return new Set(Object.keys(value));
  const key = /^["']?([A-Za-z_][\w.-]{0,80})["']? *:(?=\s|$)/gm;
  return new Set([...text.matchAll(key)].map(([, name]) => name ?? ""));
}

const API_VERSION = /^["']?apiVersion["']? *: *["']?([^\s"',]{1,200})/m;

function kubernetes(keys: Keys, text: string, value: unknown): Foreign | undefined {
  const found = API_VERSION.exec(text);
  const group = isMapping(value) ? value.apiVersion : found?.[1];
  if (typeof group !== "string") return undefined;
  const of = (what: string): Foreign => ({ what, help: HELP, at: found?.index ?? 0 });
  const known = GROUPS.find(([sign]) => sign.test(group));
  if (known !== undefined) return of(known[1]);
  if (keys.has("clusters") && keys.has("contexts")) return of("a kubeconfig");
  if (keys.has("kind")) return of("a manifest of Kubernetes");
  return keys.has("version") && keys.has("name") ? of("a chart of Helm") : undefined;
}

function topped(keys: Keys, text: string): Foreign | undefined {
  const found = TOPS.find(([, holds]) => holds(keys, text));
  return found === undefined ? undefined : { what: found[0], help: found[2] ?? HELP, at: 0 };
}

/** A mark that no text of a spec can hold, whatever else there is. */
export const conflict = (text: string): Foreign | undefined => marked(text, [CONFLICT]);

/** Keys that a spec has at its top, and no file of another tool has two of. */
const OWN = ["kubernetes", "platform", "controlPlane", "nodePools", "os"];

/** What tells that somebody meant a spec, in a text that cannot be read. */
const MEANT = /^["']?(?:apiVersion["']? *: *["']?clusterwright\b|ycluster["']? *:)/m;

function isMeant(keys: Keys, text: string, value: unknown): boolean {
  if (OWN.filter((key) => keys.has(key)).length > 1) return true;
  if (!isMapping(value)) return MEANT.test(text);
  return isYcluster(value) || String(value.apiVersion).startsWith("clusterwright");
}

/**
 * What a text is that is no spec; undefined where it is meant to be one, or nobody can tell.
 *
 * @param value what it was read as; undefined where it could not be
 */
export function foreign(text: string, value: unknown): Foreign | undefined {
  const keys = topKeys(text, value);
  if (isMeant(keys, text, value)) return undefined;
  return marked(text, HEADS) ?? kubernetes(keys, text, value) ?? topped(keys, text) ?? marked(text, LINES);
}
