import { CONTROL_PLANE } from "../facts/naming.ts";
import * as ports from "../facts/ports.ts";
import { type Artifact, textFile } from "../model/artifact.ts";
import type { Cluster } from "../model/cluster.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { platformVariant } from "../platforms/index.ts";
import type { RunbookParts } from "../runbook-parts.ts";
import { stacksOf, terraformVersion } from "../terraform/stacks.ts";
import { cited } from "../text/provenance.ts";
import { asset, render } from "../text/render.ts";
import type { TokenEntry } from "../tokens/entries.ts";
import { osVariant } from "../variants/os/index.ts";
import { prerequisites, programsOf, secretsOf, serviceSections } from "./runbook-services.ts";

const lastSnapshot = ({ data: { database } }: Cluster): string =>
  database === null
    ? ""
    : `RDS keeps a last snapshot, ${database.finalSnapshot}; one of that name from an earlier life has to go first.`;

const statePlace = ({ platform: { state } }: Cluster): string =>
  state === null ? "" : `s3://${state.bucket}/${state.prefix}/`;

/** What the runbook shows, one flat object. */
function values(cluster: Cluster, tokens: readonly TokenEntry[], parts: RunbookParts) {
  const { platform, network, kubernetes, os, controlPlane, data } = cluster;
  const hasData = data.database !== null || data.buckets.length > 0;
  return {
    name: cluster.name,
    spec: cluster.spec.file,
    version: kubernetes.version,
    region: platform.region,
    keyPair: platform.keyPair,
    image: os.image,
    loginUser: os.loginUser,
    userDataFile: `user-data.${osVariant(os.family).userDataEnding}`,
    vpcCidr: platform.vpcCidr,
    podCidr: network.podCidr,
    serviceCidr: network.serviceCidr,
    dnsServiceIp: network.dnsServiceIp,
    registryIp: network.registry.address,
    registryHost: network.registry.hostname,
    domain: network.domain,
    apiPort: ports.API,
    instanceType: controlPlane.instanceType,
    diskSize: controlPlane.diskSize,
    controlPlaneGroup: CONTROL_PLANE,
    groups: platform.securityGroups.map((group) => group.name),
    zones: platform.zones,
    stacks: stacksOf(cluster),
    stackOrder: stacksOf(cluster).join(", then "),
    destroyOrder: [...stacksOf(cluster)].reverse().join(", then "),
    lastStack: stacksOf(cluster).at(-1),
    secrets: secretsOf(tokens),
    manifestsNeed: programsOf(tokens),
    createDns: cluster.addons.dns === null ? ", to be created with this address" : ", an add-on",
    createRegistry: cluster.addons.registry === null ? ", to be created with this address" : ", an add-on",
    statePlace: statePlace(cluster),
    terraformVersion: terraformVersion(cluster).replace(/^>= (\d+\.\d+).*$/, "$1"),
    things: [...prerequisites(cluster, tokens), ...parts.things],
    ...parts.values,
    kubectlUrl: `${kubernetes.binariesUrl}/kubectl`,
    nodeResource: kubernetes.features.nodeResource,
    protectedData: hasData && data.protected ? "yes" : "",
    openData: hasData && !data.protected ? ` ${lastSnapshot(cluster)}`.trimEnd() || " " : "",
  };
}

/** What to run in which order, and what it makes. */
export function runbook(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  tokens: readonly TokenEntry[],
): readonly Artifact[] {
  const from = cited(
    cluster,
    ["name"],
    ["kubernetes"],
    ["platform"],
    ["os"],
    ["network"],
    ["etcd"],
    ["controlPlane"],
    ["nodePools"],
    ["loadBalancer"],
    ["data"],
    ["addons"],
    ["workloads"],
    ["services"],
    ["files"],
    ["tokens"],
  );
  const parts = platformVariant(cluster.platform.type).runbook(cluster);
  const flat = values(cluster, tokens, parts);
  const text = [
    render(parts.head, flat),
    "\n",
    serviceSections(cluster, objects, tokens, parts),
    render(parts.reference, flat),
  ].join("");
  return [
    textFile("README.md", text, from),
    textFile(".gitignore", asset("gitignore"), cited(cluster, ["name"])),
    textFile("Makefile", render("Makefile", flat), cited(cluster, ["name"], ["data"])),
  ];
}
