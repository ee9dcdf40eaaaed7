import { registryEndpoint } from "../../facts/endpoints.ts";
import * as ports from "../../facts/ports.ts";
import type { WorkloadApi } from "../../model/kubernetes.ts";
import { container, type EnvVar, environment, service, tcp } from "../../model/objects.ts";
import { addon, EVERY_API, imageOf } from "./addon.ts";

const atcol = (registry: string): readonly EnvVar[] => [{ name: "REG1", value: `${registry}/v1/` }];

/** The old UI asks a search backend, which the registry has, and shows the address it is given to its users. */
const UI: Readonly<
  Record<
    WorkloadApi,
    { readonly image: string; readonly port: number; readonly env: (registry: string) => readonly EnvVar[] }
  >
> = {
  v1beta1: { image: "atcol/docker-registry-ui:latest", port: 8080, env: atcol },
  v1: { image: "atcol/docker-registry-ui:latest", port: 8080, env: atcol },
  "apps/v1": {
    image: "joxit/docker-registry-ui:2.6.0",
    port: ports.HTTP,
    env: (registry) => [
      { name: "SINGLE_REGISTRY", value: "true" },
      { name: "NGINX_PROXY_PASS_URL", value: registry },
    ],
  },
};

/** What is in the registry, for a browser. */
export const registryUi = addon<"registry-ui">({
  name: "registry-ui",
  title: "browser's view of the registry",
  number: 20,
  isBase: true,
  apis: EVERY_API,
  needs: ["registry"],
  images: ({ api }) => ({ "registry-ui": UI[api].image }),
  resolve: () => ({}),
  objects: (cluster) => [
    service({
      name: "registry-ui",
      namespace: "default",
      owner: "registry-ui",
      selector: { "k8s-app": "docker-registry" },
      ports: [
        { name: "ui", port: ports.HTTP, targetPort: UI[cluster.kubernetes.features.workloadApi].port, protocol: "TCP" },
      ],
      from: [["addons", "registry-ui"], ["network"], ["name"]],
    }),
  ],
  sidecar: (cluster, config) => {
    const { port, env } = UI[cluster.kubernetes.features.workloadApi];
    return container({
      name: "registry-ui",
      image: imageOf(config, "registry-ui"),
      env: environment(env(`http://${registryEndpoint(cluster.network)}`), config.env),
      ports: [tcp("ui", port)],
      from: ["addons", "registry-ui"],
    });
  },
});
