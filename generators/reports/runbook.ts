import { kubectlWords } from "../facts/endpoints.ts";
import * as ports from "../facts/ports.ts";
import { type Artifact, textFile } from "../model/artifact.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Contents } from "../model/contents.ts";
import type { RunbookParts, Variants } from "../model/variants.ts";
import { cited } from "../text/provenance.ts";
import { asset, render } from "../text/render.ts";
import type { TokenEntry } from "../tokens/entries.ts";
import { prerequisites, programsOf, secretsOf, serviceSections } from "./runbook-services.ts";

const known = ({ acknowledged }: Cluster): readonly string[] =>
  acknowledged.map(({ code, reason }) => `Known and meant, by the spec: ${code}, since ${reason}`);

/** What the runbook shows, one flat object. */
function values(cluster: Cluster, { stacks }: Contents, tokens: readonly TokenEntry[], parts: RunbookParts) {
  const { network, kubernetes, os } = cluster;
  return {
    name: cluster.name,
    spec: cluster.spec.file,
    version: kubernetes.version,
    loginUser: os.loginUser,
    userDataFile: `user-data.${os.userDataEnding}`,
    podCidr: network.podCidr,
    serviceCidr: network.serviceCidr,
    dnsServiceIp: network.dnsServiceIp,
    registryIp: network.registry.address,
    registryHost: network.registry.hostname,
    domain: network.domain,
    apiPort: kubernetes.features.plainApi ? ports.API : ports.API_TLS,
    plainApi: kubernetes.features.plainApi ? "yes" : "",
    kubectl: kubectlWords(cluster),
    stacks: stacks.map(({ name }) => name),
    secrets: secretsOf(tokens),
    manifestsNeed: programsOf(tokens),
    createDns: cluster.addons.dns === null ? ", to be created with this address" : ", an add-on",
    createRegistry: cluster.addons.registry === null ? ", to be created with this address" : ", an add-on",
    things: [...parts.foundations, ...prerequisites(cluster, tokens), ...parts.things, ...known(cluster)],
    ...parts.values,
    kubectlUrl: `${kubernetes.binariesUrl}/kubectl`,
    nodeResource: kubernetes.features.nodeResource,
  };
}

/** What machines fetch from elsewhere, each program once, and what of it is sure to be what the spec says. */
function fetchedPrograms(cluster: Cluster, { payloads }: Contents, { programsPlace }: RunbookParts): string {
  const urls = new Map(payloads.flatMap(({ machine }) => machine.fetches.map(({ name, url }) => [name, url] as const)));
  if (urls.size === 0) return "";
  const { programs: pinned } = cluster.kubernetes;
  if (pinned.length > 0) return render("runbook-pinned.md", { programs: pinned });
  const known = new Map(payloads.flatMap(({ machine }) => machine.fetches.map(({ name, digest }) => [name, digest])));
  const programs = [...urls].map(([name, url]) => ({
    name,
    url,
    digest: cluster.programs[name] ?? known.get(name) ?? "whatever comes",
  }));
  return render("runbook-programs.md", {
    spec: cluster.spec.file,
    programs,
    programsPlace,
  });
}

/** What runs Terraform, and keeps what it writes out of version control; nothing where it makes nothing. */
function terraformFiles(cluster: Cluster, { stacks }: Contents, flat: object): readonly Artifact[] {
  if (stacks.length === 0) return [];
  return [
    textFile(".gitignore", asset("gitignore"), cited(cluster, ["name"])),
    textFile("Makefile", render("Makefile", flat), cited(cluster, ["name"], ["data"])),
    {
      ...textFile("stacks/apply.sh", asset("scripts/apply-stacks.sh"), cited(cluster, ["name"], ["data"])),
      mode: 0o755,
    },
  ];
}

/** What to run in which order, and what it makes. */
export function runbook(
  cluster: Cluster,
  contents: Contents,
  tokens: readonly TokenEntry[],
  variants: Variants,
): readonly Artifact[] {
  const from = cited(
    cluster,
    ["name"],
    ["kubernetes"],
    ["platform"],
    ["os"],
    ["network"],
    ["egress"],
    ["etcd"],
    ["controlPlane"],
    ["nodePools"],
    ["loadBalancer"],
    ["data"],
    ["addons"],
    ["workloads"],
    ["services"],
    ["files"],
    ["programs"],
    ["registries"],
    ["tokens"],
    ["acknowledged"],
  );
  const parts = variants.platform.runbook(cluster, variants);
  const flat = values(cluster, contents, tokens, parts);
  const text = [
    parts.heads.map((name) => render(name, flat)).join("\n"),
    "\n",
    serviceSections(cluster, contents.objects, tokens, { parts, createsAddons: variants.platform.createsAddons }),
    fetchedPrograms(cluster, contents, parts),
    parts.references.map((name) => render(name, flat)).join("\n"),
  ].join("");
  return [
    textFile("README.md", text, from),
    // Git would otherwise give them other line ends on some machines, and digests and scripts with them.
    textFile(".gitattributes", asset("gitattributes"), cited(cluster, ["name"])),
    ...terraformFiles(cluster, contents, flat),
  ];
}
