import type { SpecPath } from "../../../schema/diagnostics.ts";
import { DEFAULTS } from "../../../schema/generated/defaults.ts";
import { proxyVariables } from "../../facts/egress.ts";
import * as ports from "../../facts/ports.ts";
import type { AddonConfig } from "../../model/addons.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { WorkloadApi } from "../../model/kubernetes.ts";
import {
  type ContainerPort,
  container,
  type EnvVar,
  environment,
  same,
  service,
  tcp,
  workload,
} from "../../model/objects.ts";
import { type TokenDeclaration, token } from "../../model/token.ts";
import type { Rule } from "../../model/variants.ts";
import { addon, EVERY_API, imageOf } from "./addon.ts";

interface RegistryConfig extends AddonConfig {
  /** Null where the spec names none: the rule `bucketMissing` refuses it. */
  readonly bucket: string | null;
  readonly credentials: "keys" | "instanceRole";
}

const KEY = "REGISTRY_AWS_KEY";
const SECRET = "REGISTRY_AWS_SECRET";

const FROM: readonly [SpecPath, ...SpecPath[]] = [
  ["addons", "registry"],
  ["addons", "registry-ui"],
  ["addons", "hybris-platform"],
  ["data", "buckets"],
  ["platform"],
  ["egress"],
  ["network", "domain"],
  ["name"],
];
const LABELS = { "k8s-app": "docker-registry" };

interface Storage {
  readonly region: string;
  readonly host: string;
  readonly bucket: string;
}

type Settings = (storage: Storage) => Readonly<Record<string, string>>;

/** The regions of S3 that boto 2.34 knows (boto/endpoints.json of that release); to it, another name is no region. */
const BOTO_REGIONS: readonly string[] = [
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "cn-north-1",
  "eu-central-1",
  "eu-west-1",
  "sa-east-1",
  "us-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
];

/**
 * Variables of docker-registry 0.9, as in the document. Buckets made since June 2020 take the fourth signature alone,
 * which boto makes where it is told to. With region and host at once its driver would name the host twice
 * (docker_registry/drivers/s3.py, makeConnection).
 */
const PYTHON: Settings = ({ region, host, bucket }) => ({
  SETTINGS_FLAVOR: "s3",
  AWS_BUCKET: bucket,
  ...(BOTO_REGIONS.includes(region) ? { AWS_REGION: region } : { AWS_HOST: host }),
  AWS_USE_SIGV4: "true",
  STORAGE_PATH: "/registry",
  SEARCH_BACKEND: "sqlalchemy",
  // Workers that make the search's tables at the same time end each other (docker-registry#922).
  GUNICORN_OPTS: "[--preload]",
});

/** Variables of distribution 2 and 3. */
const DISTRIBUTION: Settings = ({ region, bucket }) => ({
  REGISTRY_STORAGE: "s3",
  REGISTRY_STORAGE_S3_BUCKET: bucket,
  REGISTRY_STORAGE_S3_REGION: region,
  REGISTRY_STORAGE_S3_ROOTDIRECTORY: "/registry",
});

/** Docker of the old lines talks to the first registry, later ones to the second only. */
const REGISTRY: Readonly<
  Record<
    WorkloadApi,
    {
      readonly image: string;
      readonly settings: Settings;
      readonly keys: readonly [string, string];
      /** Whether it asks instance metadata with a session token: the first one's boto never learnt to (boto#3917). */
      readonly asksWithTokens: boolean;
    }
  >
> = {
  v1beta1: { image: "registry:0.9.1", settings: PYTHON, keys: ["AWS_KEY", "AWS_SECRET"], asksWithTokens: false },
  v1: { image: "registry:0.9.1", settings: PYTHON, keys: ["AWS_KEY", "AWS_SECRET"], asksWithTokens: false },
  "apps/v1": {
    image: "registry:2.8.3",
    settings: DISTRIBUTION,
    keys: ["REGISTRY_STORAGE_S3_ACCESSKEY", "REGISTRY_STORAGE_S3_SECRETKEY"],
    asksWithTokens: true,
  },
};

/** A registry that would never get the role's credentials. */
const registryRole: Rule = (cluster) =>
  registry.configOf(cluster)?.credentials === "instanceRole" &&
  cluster.os.metadataTokens === "required" &&
  !REGISTRY[cluster.kubernetes.features.workloadApi].asksWithTokens
    ? [
        {
          code: "unsupported-combination",
          places: [
            { path: ["addons", "registry", "credentials"] },
            { path: ["os", "family"], label: "its machines ask for session tokens" },
          ],
          message: "the registry of this version cannot sign in by the machine's role",
          notes: ["it asks instance metadata without a session token, which machines of this family refuse"],
          help: "leave it out, and give REGISTRY_AWS_KEY and REGISTRY_AWS_SECRET under tokens",
          restsOn: [["kubernetes", "version"]],
        },
      ]
    : [];

/** A registry with nowhere to keep images. */
const bucketMissing: Rule = (cluster) =>
  registry.configOf(cluster)?.bucket === null && cluster.platform.offers.store !== null
    ? [
        {
          code: "bucket-missing",
          places: [{ path: ["addons", "registry"], part: "key" }],
          message: "the registry has no bucket",
          help: "name one in addons.registry.bucket, or have one made by data.buckets.registry",
        },
      ]
    : [];

/** A place without S3 has nothing that the registry could keep images in. */
const storeMissing: Rule = (cluster) =>
  registry.configOf(cluster) === null || cluster.platform.offers.store !== null
    ? []
    : [
        {
          code: "addon-unavailable",
          places: [
            { path: ["addons", "registry"], part: "key" },
            { path: ["platform", "type"], label: "has no buckets" },
          ],
          message: `the add-on "registry" keeps its images in S3, which the platform "${cluster.platform.type}" does not have`,
          help: "leave it out, and name images of a registry that the nodes reach",
        },
      ];

const credentials = (
  { credentials: kind }: RegistryConfig,
  [key, secret]: readonly [string, string],
): readonly EnvVar[] =>
  kind === "keys"
    ? [
        { name: key, value: token(KEY) },
        { name: secret, value: token(SECRET) },
      ]
    : [];

/** The platform's port is claimed here only so that the two never share a node, as the document has it. */
const apart = (name: string): ContainerPort => ({
  ...tcp(name, ports.PLATFORM_HTTP, ports.PLATFORM_HTTP),
  keepsApart: true,
});

/** The document's name for it is too long for later versions. */
const APART: Readonly<Record<WorkloadApi, ContainerPort>> = {
  v1beta1: apart("separate-registry-and-platform"),
  v1: apart("apart-platform"),
  "apps/v1": apart("apart-platform"),
};

const declarations: readonly TokenDeclaration[] = [
  {
    name: KEY,
    description: "AWS access key id of an IAM user that may list the registry's bucket and get, put and delete objects",
    secret: true,
    source: null,
  },
  { name: SECRET, description: "AWS secret access key of the registry's IAM user", secret: true, source: null },
];

/** The cluster's own registry, in S3. The document calls its service by two names; this is the one the nodes know. */
export const registry = addon<"registry", RegistryConfig>({
  name: "registry",
  title: "container registry in S3",
  number: 15,
  isBase: true,
  apis: EVERY_API,
  needs: [],
  images: ({ api }) => ({ registry: REGISTRY[api].image }),
  resolve: ({ bucket, credentials: kind }, { store }) => ({
    bucket: bucket ?? store?.registry ?? null,
    credentials: kind ?? DEFAULTS.registryAddon.credentials,
  }),
  rules: [registryRole, bucketMissing, storeMissing],
  things: ({ bucket }, { platform: { offers } }) =>
    bucket === null || (offers.store?.made ?? []).includes(bucket)
      ? []
      : [`The bucket ${bucket} exists; the registry keeps its images there.`],
  tokens: (config) => (config.credentials === "keys" ? declarations : []),
  objects: (cluster: Cluster, config) => {
    const api = cluster.kubernetes.features.workloadApi;
    const { settings, keys } = REGISTRY[api];
    const { store } = cluster.platform.offers;
    const storage = { region: store?.region ?? "", host: store?.host ?? "", bucket: config.bucket ?? "" };
    const own = Object.entries({ ...settings(storage), ...proxyVariables(cluster) }).map(([name, value]) => ({
      name,
      value,
    }));
    const server = container({
      name: "registry",
      image: imageOf(config, "registry"),
      env: environment([...own, ...credentials(config, keys)], config.env),
      ports: [tcp("registry", ports.REGISTRY), ...(cluster.addons["hybris-platform"] === null ? [] : [APART[api]])],
      from: ["addons", "registry"],
    });
    const named = { name: "registry", namespace: "default", owner: "registry" };
    return [
      service({
        ...named,
        address: cluster.network.registry.address,
        selector: LABELS,
        ports: [same("registry", ports.REGISTRY)],
        from: [["addons", "registry"], ["network"]],
      }),
      workload({ ...named, labels: LABELS, containers: [server], from: FROM }),
    ];
  },
});
