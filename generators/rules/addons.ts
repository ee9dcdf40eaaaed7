import type { Finding } from "../../schema/diagnostics.ts";
import { nearest } from "../../schema/suggest.ts";
import { ADDONS } from "../manifests/addons/index.ts";
import { registryAsksWithTokens } from "../manifests/addons/registry.ts";
import { type AddonName, type Cluster, poolsWith } from "../model/cluster.ts";
import type { Rule } from "../model/rule.ts";
import { linesWith } from "../variants/kubernetes.ts";
import { osVariant } from "../variants/os/index.ts";

const on = ({ addons }: Cluster) => ADDONS.filter(({ name }) => addons[name] !== null);

/** Add-ons that the version has no words or no place for. */
export const addonUnavailable: Rule = (cluster) =>
  on(cluster)
    .filter(({ apis }) => !apis.includes(cluster.kubernetes.features.workloadApi))
    .map(
      ({ name, apis }): Finding => ({
        code: "addon-unavailable",
        places: [
          { path: ["addons", name], part: "key" },
          { path: ["kubernetes", "version"], label: "this version" },
        ],
        message: `the add-on "${name}" is not available on Kubernetes ${cluster.kubernetes.version}`,
        help: `it is on ${linesWith(apis)
          .map((line) => `${line}.x`)
          .join(", ")}`,
      }),
    );

/** HashiCorp ended the service in March 2017: servers told to meet there never do. */
export const atlasGone: Rule = ({ addons }) =>
  (addons.consul?.atlas ?? null) === null
    ? []
    : [
        {
          code: "addon-unavailable",
          severity: "warning",
          places: [{ path: ["addons", "consul", "atlas"], part: "key" }],
          message: "the servers would meet through Atlas, which no longer exists",
          help: "leave it out: they find each other through a headless service",
        },
      ];

/** Add-ons without what they build on. */
export const addonDependency: Rule = (cluster) =>
  on(cluster).flatMap(({ name, needs }) =>
    needs
      .filter((other) => cluster.addons[other] === null)
      .map(
        (other): Finding => ({
          code: "addon-dependency",
          places: [
            { path: ["addons", name], part: "key" },
            { path: ["addons", other], label: "off" },
          ],
          message: `the add-on "${name}" needs "${other}", which is off`,
          help: `add "${other}: {}" to "addons"`,
        }),
      ),
  );

/** A watcher of a service that nothing brings would wait for ever. */
export const watchedService: Rule = ({ addons }, { objects }) => {
  const watched = addons["yapache-watcher"]?.service;
  // Without the platform there is more to say than that its service is missing.
  if (watched === undefined || addons["hybris-platform"] === null) return [];
  const services = objects.filter(({ kind, namespace }) => kind === "service" && namespace === "default");
  const names = services.map(({ name }) => name);
  if (names.includes(watched)) return [];
  const near = nearest(watched, names);
  return [
    {
      code: "addon-dependency",
      places: [{ path: ["addons", "yapache-watcher", "service"] }],
      message: `the add-on "yapache-watcher" watches the service "${watched}", which the namespace "default" does not have`,
      help: near === undefined ? `it has ${names.join(", ")}` : `did you mean "${near}"?`,
    },
  ];
};

/** A registry that would never get the role's credentials. */
export const registryRole: Rule = ({ addons, os, kubernetes }) =>
  addons.registry?.credentials === "instanceRole" &&
  osVariant(os.family).metadataTokens === "required" &&
  !registryAsksWithTokens(kubernetes.features.workloadApi)
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
        },
      ]
    : [];

/** What serves the web needs nodes that the web reaches. */
export const entranceMissing: Rule = (cluster) =>
  cluster.addons.yapache === null || poolsWith(cluster, cluster.entrance.nodes).length > 0
    ? []
    : [
        {
          code: "addon-dependency",
          places: [
            { path: ["addons", "yapache"], part: "key" },
            { path: ["nodePools"], part: "key", label: "none of them is public" },
          ],
          message: 'the add-on "yapache" takes the web\'s requests, and no node is reached by them',
          help: "say public: true in a pool",
        },
      ];

/** Images for containers that an add-on does not have. */
export const addonImages: Rule = (cluster) =>
  on(cluster).flatMap(({ name, images }) => {
    const known = Object.keys(images({ api: cluster.kubernetes.features.workloadApi, registry: "" }));
    return Object.keys(cluster.addons[name as AddonName]?.images ?? {})
      .filter((container) => !known.includes(container))
      .map((container): Finding => {
        const near = nearest(container, known);
        return {
          code: "unknown-key",
          places: [{ path: ["addons", name, "images", container], part: "key" }],
          message: `the add-on "${name}" has no container "${container}"`,
          help: near === undefined ? `its containers: ${known.join(", ")}` : `did you mean "${near}"?`,
        };
      });
  });

/** Two uses of one bucket: the second could not be made. */
export const bucketsDiffer: Rule = ({ data: { buckets }, platform: { state } }) =>
  buckets.flatMap(({ use, name }, index): readonly Finding[] => {
    if (name === state?.bucket) {
      return [
        {
          code: "duplicate-name",
          places: [
            { path: ["data", "buckets", use] },
            { path: ["platform", "state", "bucket"], label: "has to be there before" },
          ],
          message: `the bucket "${name}" would be made by a stack whose state it holds`,
          help: "give each a name of its own",
        },
      ];
    }
    const first = buckets.findIndex((other) => other.name === name);
    if (first === index) return [];
    return [
      {
        code: "duplicate-name",
        places: [
          { path: ["data", "buckets", use] },
          { path: ["data", "buckets", buckets[first]?.use ?? ""], label: "also here" },
        ],
        message: `two buckets are called "${name}"`,
        help: "give each a name of its own",
      },
    ];
  });

/** A registry with nowhere to keep images. */
export const bucketMissing: Rule = ({ addons }) =>
  addons.registry === null || addons.registry.bucket !== null
    ? []
    : [
        {
          code: "bucket-missing",
          places: [{ path: ["addons", "registry"], part: "key" }],
          message: "the registry has no bucket",
          help: "name one in addons.registry.bucket, or have one made by data.buckets.registry",
        },
      ];
