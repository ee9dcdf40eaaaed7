/** The way from the internet to the nodes, beside what goes on between machines. */
import { NODES_GROUP } from "../../fetching/place/nodes-groups.ts";
import { EVERYWHERE, tcp } from "../../place/ingress.ts";
import type { SecurityGroup } from "../../place/model.ts";
import * as naming from "../../place/naming.ts";
import type { Listener } from "../../placed/place/model.ts";

const KEY = "load_balancer";
const LISTENERS = ["loadBalancer"] as const;

const named = ({ protocol }: Listener): string => protocol.toUpperCase();

/** The same security groups, and that of the load balancer, which asks nodes at the ports behind its listeners. */
export const withEntrance = (
  cluster: string,
  listeners: readonly Listener[],
  groups: readonly SecurityGroup[],
): readonly SecurityGroup[] => [
  ...groups.map((group) =>
    group.key === NODES_GROUP.key
      ? {
          ...group,
          ingress: [
            ...group.ingress,
            ...listeners.map((each) => ({
              ...tcp(
                `${each.protocol}_from_load_balancer`,
                each.nodePort,
                { securityGroup: KEY },
                `${named(each)} from the load balancer`,
              ),
              from: LISTENERS,
            })),
          ],
        }
      : group,
  ),
  {
    key: KEY,
    name: naming.loadBalancerSecurityGroup(cluster),
    description: "load balancer",
    ingress: listeners.map((each) => ({
      ...tcp(each.protocol, each.port, EVERYWHERE, `${named(each)} from everywhere`),
      from: LISTENERS,
    })),
  },
];
