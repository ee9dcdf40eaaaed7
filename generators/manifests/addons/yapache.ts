import { etcdUrl } from "../../facts/endpoints.ts";
import * as ports from "../../facts/ports.ts";
import { container, environment, tcp, workload } from "../../model/objects.ts";
import { addon, imageOf, NO_TOKENS } from "./addon.ts";

/** Apache on the nodes; its configuration follows etcd, whose v2 API the current lines no longer run. */
export const yapache = addon({
  name: "yapache",
  title: "Apache reverse proxy on the nodes that the web reaches",
  apis: ["v1beta1", "v1"],
  needs: [],
  image: "yapache",
  images: ({ registry }) => ({ yapache: `${registry}/yapache:1.0.0` }),
  tokens: NO_TOKENS,
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
      from: [["addons", "yapache"], ["controlPlane", "address"], ["platform"], ["network"], ["etcd"], ["name"]],
    }),
  ],
});
