import { DEFAULTS } from "../../../schema/generated/defaults.ts";
import { didYouMean } from "../../../schema/suggest.ts";
import { apiUrl, etcdUrl } from "../../facts/endpoints.ts";
import type { AddonConfig } from "../../model/addons.ts";
import { container, environment, workload } from "../../model/objects.ts";
import type { Rule } from "../../model/variants.ts";
import { addon, imageOf } from "./addon.ts";

interface WatcherConfig extends AddonConfig {
  readonly service: string;
}

/** A watcher of a service that nothing brings would wait for ever. */
const watchedService: Rule = (cluster, { objects }) => {
  const watched = yapacheWatcher.configOf(cluster)?.service;
  // Without the platform there is more to say than that its service is missing.
  if (watched === undefined || cluster.addons["hybris-platform"] === null) return [];
  const services = objects.filter(({ kind, namespace }) => kind === "service" && namespace === "default");
  const names = services.map(({ name }) => name);
  if (names.includes(watched)) return [];
  return [
    {
      code: "addon-dependency",
      places: [{ path: ["addons", "yapache-watcher", "service"] }],
      message: `the add-on "yapache-watcher" watches the service "${watched}", which the namespace "default" does not have`,
      help: didYouMean(watched, names, `it has ${names.join(", ")}`),
    },
  ];
};

/** Keeps Apache's configuration in etcd in line with the pods of the platform. */
export const yapacheWatcher = addon<"yapache-watcher", WatcherConfig>({
  name: "yapache-watcher",
  title: "keeps Apache's configuration in line with the platform's pods",
  number: 40,
  apis: ["v1beta1", "v1"],
  needs: ["yapache", "hybris-platform"],
  image: "yapache-k8s-watcher",
  images: ({ registry }) => ({ "yapache-watcher": `${registry}/yapache-k8s-watcher:1.0.0` }),
  resolve: ({ service }) => ({ service: service ?? DEFAULTS.yapacheWatcherAddon.service }),
  rules: [watchedService],
  objects: (cluster, config) => {
    return [
      workload({
        name: "yapache-watcher",
        namespace: "default",
        owner: "yapache-watcher",
        labels: { "k8s-app": "yapache-watcher" },
        containers: [
          container({
            name: "yapache-watcher",
            image: imageOf(config, "yapache-watcher"),
            env: environment(
              [
                { name: "ETCD_PEERS", value: etcdUrl(cluster) },
                { name: "KUBERNETES_API", value: apiUrl(cluster) },
                { name: "KUBERNETES_API_VERSION", value: cluster.kubernetes.features.coreApi },
                { name: "SERVICE", value: config.service },
              ],
              config.env,
            ),
            from: ["addons", "yapache-watcher"],
          }),
        ],
        from: [
          ["addons", "yapache-watcher"],
          ["controlPlane", "address"],
          ["platform"],
          ["network"],
          ["etcd"],
          ["kubernetes", "version"],
          ["name"],
        ],
      }),
    ];
  },
});
