/** What the runbook says of manifests, images and tokens. */
import type { Cluster } from "./cluster.ts";
import { imagesOf } from "./images/artifacts.ts";
import { ADDONS } from "./manifests/addons/index.ts";
import type { KubernetesObject } from "./manifests/model.ts";
import * as ports from "./ports.ts";
import { render } from "./render.ts";
import type { TokenEntry } from "./tokens/artifact.ts";

/** What others build on: it comes before the images are pushed. */
const BASE: readonly string[] = ["dns", "registry", "registry-ui"];

const own = ({ workloads, services }: Cluster): readonly { name: string; title: string }[] =>
  workloads.length + services.length === 0 ? [] : [{ name: "own", title: "the spec's own workloads and services" }];

const enabled = (cluster: Cluster): readonly { name: string; title: string }[] => [
  ...ADDONS.filter(({ name }) => cluster.addons[name] !== null).map(({ name, title }) => ({ name, title })),
  ...own(cluster),
];

const registryOf = ({ network }: Cluster): string => `${network.registry.hostname}:${ports.REGISTRY}/`;

/** The images of the cluster's own registry that its workloads run, as they are called there. */
const ownImages = (cluster: Cluster, objects: readonly KubernetesObject[]): readonly string[] => {
  const all = objects.flatMap((object) =>
    object.kind === "workload" ? object.containers.map(({ image }) => image) : [],
  );
  return [...new Set(all.filter((image) => image.startsWith(registryOf(cluster))))].map((image) =>
    image.slice(registryOf(cluster).length),
  );
};

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

/** Old clusters pull by the first protocol of registries, and new clients no longer push by it. */
const DOCKER_NOTE = {
  v1beta1: ", with a Docker client of 17.03 or earlier: this registry speaks the protocol that later ones gave up",
  v1: ", with a Docker client of 17.03 or earlier: this registry speaks the protocol that later ones gave up",
  "apps/v1": "",
} as const;

function services(cluster: Cluster, objects: readonly KubernetesObject[]): string {
  const addons = enabled(cluster);
  if (addons.length === 0) return "";
  const base = addons.map(({ name }) => name).filter((name) => BASE.includes(name));
  const images = imageCommands(cluster, objects);
  const split = images.length > 0 && base.length > 0;
  const steps = split
    ? [`manifests/apply.sh ${base.join(" ")} # then push the images, see below`, "manifests/apply.sh # the rest"]
    : ["manifests/apply.sh"];
  const text = render("runbook-services.md", { steps, addons });
  if (images.length === 0) return `${text}\n`;
  const values = {
    images,
    dockerNote: DOCKER_NOTE[cluster.kubernetes.features.workloadApi],
    registryPort: ports.REGISTRY,
    registryIp: cluster.network.registry.address,
    loginUser: cluster.os.loginUser,
  };
  return `${text}${render("runbook-images.md", values)}\n`;
}

const sourceText = ({ source }: TokenEntry): string => {
  const { key, ...rest } = source;
  const [kind = "", reference = ""] = Object.entries(rest)[0] ?? [];
  return `${kind} ${reference}${key === undefined ? "" : `, key ${key}`}`;
};

function tokenTable(tokens: readonly TokenEntry[]): string {
  if (tokens.length === 0) return "";
  return render("runbook-tokens.md", {
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
): string => services(cluster, objects) + tokenTable(tokens);

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
