/** What the runbook says of manifests, images and tokens. */
import { kubectlWords, registryEndpoint } from "../facts/endpoints.ts";
import { isImported } from "../facts/images.ts";
import * as ports from "../facts/ports.ts";
import { imagesOf } from "../images/artifacts.ts";
import type { Addon } from "../manifests/addons/addon.ts";
import { ALL_ADDONS } from "../manifests/addons/index.ts";
import { verbFor } from "../manifests/artifacts.ts";
import type { Cluster } from "../model/cluster.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { SOURCES, type SourceFacts, type SourceKind } from "../model/token.ts";
import type { RunbookParts } from "../model/variants.ts";
import { render } from "../text/render.ts";
import { sourceText, type TokenEntry } from "../tokens/entries.ts";

const own = ({ workloads, services }: Cluster): readonly { name: string; title: string }[] =>
  workloads.length + services.length === 0 ? [] : [{ name: "own", title: "the spec's own workloads and services" }];

const ofCluster = (objects: readonly KubernetesObject[]): readonly { name: string; title: string }[] =>
  [
    { name: "network", title: "network of the containers" },
    { name: "cloud", title: "what tells Kubernetes of the cloud" },
  ].filter(({ name }) => objects.some(({ owner }) => owner === name));

const enabled = (cluster: Cluster): readonly { name: string; title: string }[] => [
  ...ALL_ADDONS.filter(({ name }) => cluster.addons[name] !== null).map(({ name, title }) => ({ name, title })),
  ...own(cluster),
];

const registryOf = ({ network }: Pick<Cluster, "network">): string => `${registryEndpoint(network)}/`;

const allImages = (objects: readonly KubernetesObject[]): readonly string[] => [
  ...new Set(
    objects.flatMap((object) => (object.kind === "workload" ? object.containers.map(({ image }) => image) : [])),
  ),
];

/** The images of the cluster's own registry that its workloads run, as they are called there. */
const ownImages = (cluster: Cluster, objects: readonly KubernetesObject[]): readonly string[] =>
  allImages(objects)
    .filter((image) => image.startsWith(registryOf(cluster)))
    .map((image) => image.slice(registryOf(cluster).length));

function imageCommands(cluster: Cluster, objects: readonly KubernetesObject[]): readonly string[] {
  const contexts = imagesOf(cluster).map(({ image }) => image.name);
  return ownImages(cluster, objects).flatMap((image) => {
    const local = `localhost:${ports.REGISTRY}/${image}`;
    const context = contexts.find((name) => image.startsWith(`${name}:`));
    const made =
      context === undefined
        ? `docker tag your-registry/${image} ${local}`
        : `docker build -t ${local} images/${context}`;
    return [made, `docker push ${local}`];
  });
}

/** Old clusters pull by the first protocol of registries, and new daemons no longer push by it. */
const OLD_DOCKER =
  "The registry of this version speaks a protocol that Docker has given up: push from a daemon of 17.05 or earlier, " +
  "docker save and docker load carry the images there.";

/** Images that old nodes cannot pull themselves: their docker asks in ways that public registries have given up. */
function publicImages(
  { kubernetes, os, ...cluster }: Cluster,
  objects: readonly KubernetesObject[],
  { publicImages: template, imagePlace, values }: RunbookParts,
): string {
  const { oldDocker, pauseImage } = kubernetes.features;
  if (!oldDocker) return "";
  const images = allImages(objects).filter(
    (image) => !image.startsWith(registryOf(cluster)) && !isImported(cluster.platform, image),
  );
  return render(template, {
    ...values,
    images: [pauseImage, ...images].map((name) => ({ name, place: imagePlace(name) })),
    loginUser: os.loginUser,
  });
}

/** What becomes of what is there already. */
const EXISTING = {
  create: "leaves alone what exists already",
  renew: "leaves alone what exists already and was made from the same manifest",
  apply: "changes in place what is there and is to be otherwise",
} as const;

/** What the sections on services take from the platform. */
interface FromPlatform {
  readonly parts: RunbookParts;
  /** Whether the control plane creates the add-ons, so that nobody has to. */
  readonly createsAddons: boolean;
}

function services(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  { parts, createsAddons }: FromPlatform,
): string {
  const addons = [...ofCluster(objects), ...enabled(cluster)];
  if (addons.length === 0) return "";
  const base = ALL_ADDONS.filter(({ name, isBase }) => isBase && cluster.addons[name] !== null).map(({ name }) => name);
  const images = imageCommands(cluster, objects);
  const first = base.length === 0 ? [] : [`manifests/apply.sh ${base.join(" ")} # the images come next`];
  const steps = images.length === 0 ? ["manifests/apply.sh"] : first;
  const renews = verbFor(cluster) === "renew";
  const values = {
    createsAddons,
    steps,
    addons,
    kubectl: kubectlWords(cluster),
    scaleVerb: cluster.kubernetes.features.scaleVerb,
    renews: renews ? "yes" : "",
    applies: verbFor(cluster) === "apply" ? "yes" : "",
    appliesSystem: !createsAddons && !cluster.kubernetes.features.plainApi,
    existing: EXISTING[verbFor(cluster)],
    byItselfNote: createsAddons ? ": the control plane sees to that itself within a minute or two of the apply" : "",
  };
  const pushed =
    images.length === 0
      ? ""
      : render("runbook-images.md", {
          images,
          dockerNote: cluster.kubernetes.features.oldDocker ? ` ${OLD_DOCKER}` : "",
          registryPort: ports.REGISTRY,
          registryIp: cluster.network.registry.address,
          loginUser: cluster.os.loginUser,
          jumpOption: parts.jumpOption,
        });
  const carried = publicImages(cluster, objects, parts);
  return `${carried}${render("runbook-services.md", values)}${pushed}${ALL_ADDONS.map((addon) => addon.runbook(cluster, parts)).join("")}\n`;
}

/** Where secrets stand in the pods themselves, whoever reaches the API may read them. */
const OPEN = " The secrets among them can be read in the pods by whoever reaches the API.";

function tokenTable({ kubernetes }: Cluster, tokens: readonly TokenEntry[]): string {
  if (tokens.length === 0) return "";
  const inPods = tokens.some(({ secret, uses }) => secret && uses.some(({ path }) => path.startsWith("manifests/")));
  return render("runbook-tokens.md", {
    open: inPods && kubernetes.features.secretEnv === "inline" ? OPEN : "",
    tokens: tokens.map((entry) => ({
      name: entry.name,
      description: entry.description,
      phase: entry.phase,
      boundBy: [...new Set(entry.uses.map(({ boundBy }) => boundBy))].join(", "),
      source: sourceText(entry),
      secret: entry.secret ? "yes" : "no",
    })),
  });
}

/** The sections on what runs on the cluster; empty where nothing is wanted there. */
export const serviceSections = (
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  tokens: readonly TokenEntry[],
  platform: FromPlatform,
): string => services(cluster, objects, platform) + tokenTable(cluster, tokens);

/** Secrets that the operator makes beforehand, with the keys that are asked of each. */
export function secretsOf(tokens: readonly TokenEntry[]): readonly { name: string; where: string; keys: string }[] {
  const made = tokens.flatMap(({ source }) => {
    const [kind, name = ""] = Object.entries(source)[0] ?? [];
    const { service: where }: SourceFacts = SOURCES[kind as SourceKind];
    const isMade = name.startsWith("terraform:");
    return where === undefined || isMade ? [] : [{ name, where, key: source.key }];
  });
  const names = [...new Set(made.map(({ name }) => name))];
  return names.map((name) => {
    const same = made.filter((each) => each.name === name);
    const keys = same.flatMap(({ key }) => (key === undefined ? [] : [key]));
    return {
      name,
      where: same[0]?.where ?? "",
      keys: keys.length === 0 ? "" : `, a JSON object with ${keys.join(" and ")}`,
    };
  });
}

/** Who has to have a file that a token is read from. */
function placesOf({ uses }: TokenEntry, { roles }: Cluster): string {
  const there = new Set(uses.flatMap(({ path }) => /^machines\/([^/]+)\/files\//.exec(path)?.[1] ?? []));
  const machines = [...there].map((role) => `on every machine of ${role}`);
  return [
    ...(uses.some(({ path }) => path.startsWith("manifests/")) ? ["where you run manifests/apply.sh"] : []),
    ...(there.size > 1 && roles.every(({ name }) => there.has(name)) ? ["on every machine"] : machines),
  ].join(" and ");
}

const byName = (addons: readonly Addon[]): readonly Addon[] => addons.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** What has to let the machines out. */
const wayOut = ({ egress: { proxy, timeServers } }: Cluster): readonly string[] => [
  ...(proxy === null
    ? []
    : [`The machines reach the proxy ${proxy.url}, which takes HTTPS from them by their address, without a password.`]),
  ...(timeServers.length === 0 ? [] : [`The machines reach ${timeServers.join(" and ")} on UDP port 123.`]),
];

/** What the add-ons and the tokens need to be there beforehand. */
export const prerequisites = (cluster: Cluster, tokens: readonly TokenEntry[]): readonly string[] => [
  ...wayOut(cluster),
  ...byName(ALL_ADDONS).flatMap((addon) => addon.things(cluster)),
  ...tokens.flatMap((entry) =>
    entry.source.machineFile === undefined
      ? []
      : [`The file ${entry.source.machineFile} is ${placesOf(entry, cluster)}.`],
  ),
];

/** The programs that binding the manifests takes beside Terraform and kubectl. */
export function programsOf(tokens: readonly TokenEntry[]): string {
  const inManifests = tokens.filter(({ uses }) => uses.some(({ path }) => path.startsWith("manifests/")));
  const kinds = inManifests.flatMap(({ source }) => Object.keys(source));
  const asking = kinds.flatMap((kind) =>
    kind === "key" ? [] : ((SOURCES[kind as SourceKind] as SourceFacts).program ?? []),
  );
  return [...new Set([...asking, ...(kinds.includes("key") ? ["jq"] : [])])].join(" and ");
}
