import { apiUrl, etcdUrl } from "../../facts/endpoints.ts";
import { container, environment, workload } from "../../model/objects.ts";
import { addon, imageOf, NO_TOKENS } from "./addon.ts";

/** Keeps Apache's configuration in etcd in line with the pods of the platform. */
export const yapacheWatcher = addon({
  name: "yapache-watcher",
  title: "keeps Apache's configuration in line with the platform's pods",
  apis: ["v1beta1", "v1"],
  needs: ["yapache", "hybris-platform"],
  image: "yapache-k8s-watcher",
  images: ({ registry }) => ({ "yapache-watcher": `${registry}/yapache-k8s-watcher:1.0.0` }),
  tokens: NO_TOKENS,
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
