/** What the runbook says of manifests, images and tokens. */

import { registryEndpoint } from "../facts/endpoints.ts";
import * as ports from "../facts/ports.ts";
import { imagesOf } from "../images/artifacts.ts";
import { VAULT_UID } from "../images/index.ts";
import { ADDONS } from "../manifests/addons/index.ts";
import type { Cluster } from "../model/cluster.ts";
import type { KubernetesObject } from "../model/objects.ts";
import type { RunbookParts } from "../runbook-parts.ts";
import { render } from "../text/render.ts";
import { sourceText, type TokenEntry } from "../tokens/entries.ts";

/** What others build on: it comes before the images are pushed. */
const BASE: readonly string[] = ["dns", "registry", "registry-ui"];

const own = ({ workloads, services }: Cluster): readonly { name: string; title: string }[] =>
  workloads.length + services.length === 0 ? [] : [{ name: "own", title: "the spec's own workloads and services" }];

const enabled = (cluster: Cluster): readonly { name: string; title: string }[] => [
  ...ADDONS.filter(({ name }) => cluster.addons[name] !== null).map(({ name, title }) => ({ name, title })),
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
  const images = allImages(objects).filter((image) => !image.startsWith(registryOf(cluster)));
  return render(template, {
    ...values,
    images: [pauseImage, ...images].map((name) => ({ name, place: imagePlace(name) })),
    loginUser: os.loginUser,
  });
}

function vault({ addons }: Cluster, { disksLast }: RunbookParts): string {
  if (addons.vault === null) return "";
  const { keysDirectory, namespace } = addons.vault;
  if (keysDirectory === null) {
    return render("runbook-vault.md", {
      how: "Initialise it once, and keep the keys it prints apart from each other:",
      commands: [
        `kubectl --server=http://localhost:${ports.API} --namespace=${namespace} get pods --selector=app=vault`,
        `kubectl --server=http://localhost:${ports.API} --namespace=${namespace} exec -it POD -- env VAULT_ADDR=https://vault.${namespace}:${ports.VAULT} VAULT_CACERT=/vault/tls/certificate.pem vault operator init`,
      ],
      again: ": give it its keys with vault operator unseal",
    });
  }
  return render("runbook-vault.md", {
    how: `It initialises itself once and puts its keys into ${keysDirectory} of the node it runs on, which has to be there for its user beforehand, ${disksLast ? "on a disk that lasts, " : ""}on every node it may run on:`,
    commands: [`install -d -m 0700 -o ${VAULT_UID} ${keysDirectory}`],
    again:
      ", and unseals itself where the keys are; hand them out and remove vault-keys.json, and it waits for you instead" +
      (disksLast ? "" : ". No disk of a node outlives it here: take vault-keys.json away before nodes are replaced"),
  });
}

function services(cluster: Cluster, objects: readonly KubernetesObject[], parts: RunbookParts): string {
  const addons = enabled(cluster);
  if (addons.length === 0) return "";
  const base = addons.map(({ name }) => name).filter((name) => BASE.includes(name));
  const images = imageCommands(cluster, objects);
  const first = base.length === 0 ? [] : [`manifests/apply.sh ${base.join(" ")} # the images come next`];
  const steps = images.length === 0 ? ["manifests/apply.sh"] : first;
  const { createsAddons } = parts;
  const values = { createsAddons, steps, addons, apiPort: ports.API, scaleVerb: cluster.kubernetes.features.scaleVerb };
  const pushed =
    images.length === 0
      ? ""
      : render("runbook-images.md", {
          images,
          dockerNote: cluster.kubernetes.features.oldDocker ? OLD_DOCKER : "",
          registryPort: ports.REGISTRY,
          registryIp: cluster.network.registry.address,
          loginUser: cluster.os.loginUser,
          jumpOption: parts.jumpOption,
        });
  const carried = publicImages(cluster, objects, parts);
  return `${carried}${render("runbook-services.md", values)}${pushed}${vault(cluster, parts)}\n`;
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
  parts: RunbookParts,
): string => services(cluster, objects, parts) + tokenTable(cluster, tokens);

/** Secrets that the operator makes beforehand, with the keys that are asked of each. */
export function secretsOf(tokens: readonly TokenEntry[]): readonly { name: string; where: string; keys: string }[] {
  const made = tokens.flatMap(({ source }) => {
    const where = source.secretsmanager === undefined ? "SSM" : "Secrets Manager";
    const name = source.secretsmanager ?? source.ssm;
    return name === undefined || name.startsWith("terraform:") ? [] : [{ name, where, key: source.key }];
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
const placesOf = ({ uses }: TokenEntry): string =>
  [
    ...new Set(
      uses.flatMap(({ path }) => {
        if (path.startsWith("manifests/")) return ["where you run manifests/apply.sh"];
        const group = /^machines\/([^/]+)\/files\//.exec(path)?.[1];
        return group === undefined ? [] : [`on every machine of ${group}`];
      }),
    ),
  ].join(" and ");

/** What has to be there beforehand beside the account, the key pair, the image and the secrets. */
export function prerequisites({ addons, data, platform }: Cluster, tokens: readonly TokenEntry[]): readonly string[] {
  const bucket = addons.registry?.bucket ?? null;
  const made = data.buckets.some(({ name }) => name === bucket);
  const { state } = platform;
  return [
    ...(state === null
      ? []
      : [`The bucket ${state.bucket} exists in ${state.region}; Terraform keeps its state there.`]),
    ...((addons.consul?.atlas ?? null) === null
      ? []
      : [
          "Consul's servers would meet through Atlas, which no longer exists: take atlas out of addons.consul, or they stay apart.",
        ]),
    ...(bucket === null || made ? [] : [`The bucket ${bucket} exists; the registry keeps its images there.`]),
    ...tokens.flatMap((entry) =>
      entry.source.machineFile === undefined ? [] : [`The file ${entry.source.machineFile} is ${placesOf(entry)}.`],
    ),
  ];
}

const NEEDS: readonly (readonly [kind: string, program: string])[] = [
  ["secretsmanager", "the AWS command line"],
  ["ssm", "the AWS command line"],
  ["key", "jq"],
];

/** The programs that binding the manifests takes beside Terraform and kubectl. */
export function programsOf(tokens: readonly TokenEntry[]): string {
  const inManifests = tokens.filter(({ uses }) => uses.some(({ path }) => path.startsWith("manifests/")));
  const kinds = new Set(inManifests.flatMap(({ source }) => Object.keys(source)));
  return [...new Set(NEEDS.filter(([kind]) => kinds.has(kind)).map(([, program]) => program))].join(" and ");
}
