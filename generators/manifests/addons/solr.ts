import * as ports from "../../facts/ports.ts";
import type { AddonConfig } from "../../model/addons.ts";
import { container, environment, same, service, tcp, workload } from "../../model/objects.ts";
import { addon, EVERY_API, imageOf } from "./addon.ts";

interface SolrConfig extends AddonConfig {
  /** A fixed service address; null where Kubernetes picks one. */
  readonly address: string | null;
}

const LABELS = { "k8s-app": "solr" };

/** The shop's search. */
export const solr = addon<"solr", SolrConfig>({
  name: "solr",
  title: "the shop's search",
  number: 30,
  apis: EVERY_API,
  needs: [],
  images: ({ registry }) => ({ solr: `${registry}/solr:5.6.0` }),
  resolve: ({ address }) => ({ address: address ?? null }),
  address: ({ address }) => address,
  objects: (_cluster, config) => {
    const named = { name: "solr", namespace: "default", owner: "solr" };
    const server = container({
      name: "solr",
      image: imageOf(config, "solr"),
      env: environment([], config.env),
      ports: [tcp("solr", ports.SOLR)],
      from: ["addons", "solr"],
    });
    return [
      service({
        ...named,
        address: config.address,
        selector: LABELS,
        ports: [same("solr", ports.SOLR)],
        from: [["addons", "solr"]],
      }),
      workload({
        ...named,
        labels: LABELS,
        containers: [server],
        from: [["addons", "solr"], ["network"], ["name"]],
      }),
    ];
  },
});
