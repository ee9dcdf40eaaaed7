import { machinesOf } from "../../../../facts/nodes.ts";
import type { Rule } from "../../../../model/variants.ts";
import type { PlacedPlace } from "../place/model.ts";

/**
 * The route to the internet and that to S3, whose prefix list weighs one ("AWS-managed prefix list weight"); the VPC's own
 * local route is not counted by AWS.
 */
const OTHER_ROUTES = 2;

const MOST = 1000;

export const routeQuota: Rule<PlacedPlace> = (cluster) => {
  const { routeQuota: quota, routesContainers } = cluster.platform;
  if (!routesContainers) return [];
  const machines = machinesOf(cluster).length;
  const routes = machines + OTHER_ROUTES;
  if (routes <= quota) return [];
  const largest = cluster.nodePools.reduce(
    (best, pool, index, all) => (pool.count > (all[best]?.count ?? 0) ? index : best),
    0,
  );
  return [
    {
      code: "route-quota",
      places: [{ path: ["nodePools", largest, "count"] }, { path: ["network", "routeQuota"], label: "the quota" }],
      message: `${machines} machines need ${routes} routes in one route table; the quota "Routes per route table" is ${quota}`,
      notes: ['the network "routes" needs a route for each machine\'s containers, one to the internet and one to S3'],
      help:
        routes <= MOST
          ? `run at most ${quota - OTHER_ROUTES} machines, or have AWS raise the quota and say so in network.routeQuota (at most ${MOST})`
          : `run at most ${quota - OTHER_ROUTES} machines, or split them over several clusters: AWS raises the quota to ${MOST} at most`,
    },
  ];
};
