import { DEFAULTS } from "../../../schema/generated/defaults.ts";
import { etcdUrl } from "../../facts/endpoints.ts";
import { poolsWith } from "../../facts/nodes.ts";
import * as ports from "../../facts/ports.ts";
import type { AddonConfig } from "../../model/addons.ts";
import { container, environment, tcp, workload } from "../../model/objects.ts";
import type { Rule } from "../../model/variants.ts";
import { addon, imageOf } from "./addon.ts";

interface YapacheConfig extends AddonConfig {
  readonly replicas: number;
}

/** What serves the web needs nodes that the web reaches. */
const entranceMissing: Rule = (cluster) =>
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

/** Apache on the nodes; its configuration follows etcd, whose v2 API the current lines no longer run. */
export const yapache = addon<"yapache", YapacheConfig>({
  name: "yapache",
  title: "Apache reverse proxy on the nodes that the web reaches",
  number: 35,
  apis: ["v1beta1", "v1"],
  needs: [],
  image: "yapache",
  images: ({ registry }) => ({ yapache: `${registry}/yapache:1.0.0` }),
  resolve: ({ replicas }) => ({ replicas: replicas ?? DEFAULTS.yapacheAddon.replicas }),
  rules: [entranceMissing],
  objects: (cluster, config) => [
    workload({
      name: "yapache",
      namespace: "default",
      owner: "yapache",
      replicas: config.replicas,
      labels: { "k8s-app": "yapache" },
      nodeSelector: cluster.entrance.nodes,
      containers: [
        container({
          name: "yapache",
          image: imageOf(config, "yapache"),
          env: environment([{ name: "ETCD_PEERS", value: etcdUrl(cluster) }], config.env),
          ports: [
            tcp("platform", ports.HTTP_NODE, cluster.entrance.http),
            tcp("platform-secure", ports.HTTPS_NODE, cluster.entrance.https),
          ],
          from: ["addons", "yapache"],
        }),
      ],
      from: [
        ["addons", "yapache"],
        ["controlPlane", "address"],
        ["platform"],
        ["network"],
        ["etcd"],
        ["name"],
        ...cluster.entrance.from,
      ],
    }),
  ],
});
