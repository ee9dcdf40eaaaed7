import * as ports from "../../facts/ports.ts";
import { container, environment, same, service, tcp, workload } from "../../model/objects.ts";
import { addon, EVERY_API, imageOf, NO_TOKENS } from "./addon.ts";

const LABELS = { "k8s-app": "solr" };

/** The shop's search. */
export const solr = addon({
  name: "solr",
  title: "the shop's search",
  apis: EVERY_API,
  needs: [],
  images: ({ registry }) => ({ solr: `${registry}/solr:5.6.0` }),
  tokens: NO_TOKENS,
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
