import type { Finding } from "../../../../../schema/diagnostics.ts";
import * as ports from "../../../../facts/ports.ts";
import type { Rule } from "../../../../model/variants.ts";
import type { PlacedPlace } from "../place/model.ts";

const NODE_PORT = ["loadBalancer", "nodePort"] as const;

/** A port of the nodes that something of their own has: the web would reach that, and no pod could. */
export const nodePortTaken: Rule<PlacedPlace> = ({ platform: { loadBalancer }, roles }, { payloads }) => {
  const { nodePort, certificate } = loadBalancer;
  const listens = payloads
    .filter((_, index) => roles[index]?.pool !== null)
    .flatMap(({ machine }) => machine.listens)
    .find(({ port, protocol }) => protocol === "TCP" && port === nodePort);
  const isHttps = certificate !== null && nodePort === ports.HTTPS_NODE;
  const who = listens?.who ?? (isHttps ? "what came in as HTTPS" : null);
  if (who === null) return [];
  const finding: Finding = {
    code: "host-port-conflict",
    places: [{ path: NODE_PORT }],
    message: `the load balancer would lead the web to port ${nodePort} of the nodes, which is that of ${who}`,
    help: `choose another port, such as ${ports.HTTP} or ${ports.HTTP_NODE}`,
  };
  return [finding];
};

/** fleet knows a machine for a node by what the routes' own unit writes (etcd-environment). */
export const registeredOverlay: Rule<PlacedPlace> = ({ kubernetes, platform, network }) =>
  platform.routesContainers || !kubernetes.supported || kubernetes.features.nodeRegistration !== "kube-register"
    ? []
    : [
        {
          code: "unsupported-combination",
          places: [{ path: ["network", "type"] }, { path: ["kubernetes", "version"] }],
          message: `nodes of Kubernetes ${kubernetes.version} are registered by what the pod network "routes" writes; "${network.type}" writes nothing of the kind`,
          help: "choose routes, or 1.0 or later",
        },
      ];
