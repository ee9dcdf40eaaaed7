import { DEFAULTS } from "../../../schema/generated/defaults.ts";
import { serviceName } from "../../facts/naming.ts";
import * as ports from "../../facts/ports.ts";
import type { AddonConfig } from "../../model/addons.ts";
import { container, type EnvVar, environment, same, service, tcp, workload } from "../../model/objects.ts";
import type { OfferedDatabase, Offers } from "../../model/place.ts";
import { type TokenDeclaration, token } from "../../model/token.ts";
import { addon, EVERY_API, imageOf } from "./addon.ts";

const LABELS = { "k8s-app": "hybris-platform" };

interface PlatformConfig extends AddonConfig {
  readonly replicas: number;
  /** A fixed service address; null where Kubernetes picks one. */
  readonly address: string | null;
}

const HOST = "DATABASE_HOST";
const PASSWORD = "DATABASE_PASSWORD";

const databaseTokens = ({ address, password }: OfferedDatabase): readonly TokenDeclaration[] => [
  { name: HOST, description: "where the database answers", secret: false, source: address },
  {
    name: PASSWORD,
    description: "password of the database's master user, which RDS made",
    secret: true,
    source: password,
  },
];

/** How the platform reaches what the place brings; the image is the operator's, and so is what it reads. */
const dataEnv = ({ database, store }: Offers): readonly EnvVar[] => [
  ...(database === null
    ? []
    : [
        ...[HOST, PASSWORD].map((name) => ({ name, value: token(name) })),
        { name: "DATABASE_PORT", value: String(ports.MYSQL) },
        { name: "DATABASE_NAME", value: database.name },
        { name: "DATABASE_USER", value: database.user },
      ]),
  ...(store === null || store.media === null ? [] : [{ name: "MEDIA_BUCKET", value: store.media }]),
];

/** The shop application. Its HTTP port is claimed on the node, which keeps it off the registry's. */
export const hybrisPlatform = addon<"hybris-platform", PlatformConfig>({
  name: "hybris-platform",
  title: "the shop application",
  number: 25,
  apis: EVERY_API,
  needs: [],
  images: ({ registry }) => ({ "hybris-platform": `${registry}/hybris-platform:5.6.0` }),
  resolve: ({ replicas, address }) => ({
    replicas: replicas ?? DEFAULTS.hybrisPlatformAddon.replicas,
    address: address ?? null,
  }),
  address: ({ address }) => address,
  tokens: (_config, { platform: { offers } }) => (offers.database === null ? [] : databaseTokens(offers.database)),
  objects: (cluster, config) => {
    const { addons, network, kubernetes, platform: place } = cluster;
    const solr: readonly EnvVar[] =
      addons.solr === null
        ? []
        : [
            {
              name: "SOLR_URL",
              value: `http://${serviceName(network, kubernetes.features, "solr")}:${ports.SOLR}/solr`,
            },
          ];
    const platform = container({
      name: "hybris-platform",
      image: imageOf(config, "hybris-platform"),
      env: environment([...dataEnv(place.offers), ...solr], config.env),
      ports: [
        tcp("http", ports.PLATFORM_HTTP, addons.registry === null ? null : ports.PLATFORM_HTTP),
        tcp("https", ports.PLATFORM_HTTPS),
      ],
      from: ["addons", "hybris-platform"],
    });
    const named = { name: "hybris-platform", namespace: "default", owner: "hybris-platform" };
    return [
      service({
        ...named,
        address: config.address,
        selector: LABELS,
        ports: [same("http", ports.PLATFORM_HTTP), same("https", ports.PLATFORM_HTTPS)],
        from: [["addons", "hybris-platform"]],
      }),
      workload({
        ...named,
        replicas: config.replicas,
        labels: LABELS,
        containers: [platform],
        from: [
          ["addons", "hybris-platform"],
          ["addons", "solr"],
          ["addons", "registry"],
          ["data"],
          ["network"],
          ["name"],
        ],
      }),
    ];
  },
});
