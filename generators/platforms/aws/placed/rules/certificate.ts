import type { SpecForm } from "../../../../../schema/paths.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { Contents } from "../../../../model/contents.ts";
import type { Rule } from "../../../../model/variants.ts";
import { wrongPlace } from "../../rules/certificate.ts";
import type { PlacedPlace } from "../place/model.ts";

const CERTIFICATE = ["loadBalancer", "certificate"] as const;

const HELP: Readonly<Record<SpecForm, string>> = {
  native: "name one in loadBalancer.certificate",
  ycluster: "name one in loadBalancer.certificate of a native spec; clusterwright convert prints one",
};

const IDLE_HELP: Readonly<Record<SpecForm, (port: number) => string>> = {
  native: (port) =>
    `give a container hostPort: ${port}, or say why not: acknowledged: { entrance-idle: "<your reason>" }`,
  ycluster: (port) => `give a container hostPort: ${port} in a native spec; clusterwright convert prints one`,
};

/** Whether a pod stands at a port of the nodes that the load balancer leads to. */
const isUsed = ({ entrance }: Cluster, { objects }: Contents): boolean =>
  objects.some(
    (object) =>
      object.kind === "workload" &&
      object.replicas > 0 &&
      object.containers.some(({ ports }) =>
        ports.some(({ hostPort }) => hostPort === entrance.http || (hostPort !== null && hostPort === entrance.https)),
      ),
  );

/** A load balancer that finds nobody takes every node for broken, and answers for none. */
export const entranceIdle: Rule<PlacedPlace> = (cluster, contents) =>
  isUsed(cluster, contents)
    ? []
    : [
        {
          code: "entrance-idle",
          severity: "warning",
          places: [{ path: ["loadBalancer"] }],
          message: `nothing stands behind the load balancer: no pod has port ${cluster.entrance.http} of the nodes`,
          help: IDLE_HELP[cluster.spec.form](cluster.entrance.http),
          restsOn: [["workloads"], ["addons"]],
        },
      ];

/** HTTPS needs a certificate that the load balancer can have; without one there is no HTTPS, and that is said. */
export const certificate: Rule<PlacedPlace> = (cluster, contents) => {
  const { platform, spec } = cluster;
  const { certificate: arn } = platform.loadBalancer;
  if (arn !== null) return wrongPlace(arn, CERTIFICATE, platform);
  if (!isUsed(cluster, contents)) return [];
  return [
    {
      code: "certificate-missing",
      severity: "warning",
      places: [{ path: ["loadBalancer"] }],
      message: "the load balancer has no HTTPS listener: there is no certificate for it",
      help: HELP[spec.form],
    },
  ];
};
