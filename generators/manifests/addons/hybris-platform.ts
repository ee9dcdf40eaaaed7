import { serviceName } from "../../facts/naming.ts";
import * as ports from "../../facts/ports.ts";
import type { Data } from "../../model/cluster.ts";
import { container, type EnvVar, environment, same, service, tcp, workload } from "../../model/objects.ts";
import { type TokenDeclaration, type TokenSource, token } from "../../model/token.ts";
import { addon, EVERY_API, imageOf } from "./addon.ts";

const LABELS = { "k8s-app": "hybris-platform" };

const output = (name: string): TokenSource => ({ kind: "terraform", reference: `data/${name}`, key: null });

const DATABASE: readonly (TokenDeclaration & { readonly env: string })[] = [
  {
    name: "DATABASE_HOST",
    env: "DATABASE_HOST",
    description: "where the database answers",
    secret: false,
    source: output("database_address"),
  },
  {
    name: "DATABASE_PASSWORD",
    env: "DATABASE_PASSWORD",
    description: "password of the database's master user, which RDS made",
    secret: true,
    source: { kind: "secretsmanager", reference: "terraform:data/database_secret_arn", key: "password" },
  },
];

/** How the platform reaches what the data stack made; the image is the operator's, and so is what it reads. */
const dataEnv = ({ database, buckets }: Data): readonly EnvVar[] => [
  ...(database === null
    ? []
    : [
        ...DATABASE.map(({ env, name }) => ({ name: env, value: token(name) })),
        { name: "DATABASE_PORT", value: String(ports.MYSQL) },
        { name: "DATABASE_NAME", value: database.name },
        { name: "DATABASE_USER", value: database.user },
      ]),
  ...buckets.filter(({ use }) => use === "media").map(({ name }) => ({ name: "MEDIA_BUCKET", value: name })),
];

/** The shop application. Its HTTP port is claimed on the node, which keeps it off the registry's. */
export const hybrisPlatform = addon({
  name: "hybris-platform",
  title: "the shop application",
  apis: EVERY_API,
  needs: [],
  images: ({ registry }) => ({ "hybris-platform": `${registry}/hybris-platform:5.6.0` }),
  tokens: (_config, { data }) => (data.database === null ? [] : DATABASE.map(({ env: _env, ...rest }) => rest)),
  objects: (cluster, config) => {
    const { addons, network, data, kubernetes } = cluster;
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
      env: environment([...dataEnv(data), ...solr], config.env),
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
