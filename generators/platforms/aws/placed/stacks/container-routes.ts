import type { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import type { TerraformRemoteState } from "cdktf";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { add, note, type Stack } from "../../../../terraform/stack.ts";
import { terraformName } from "../../place/naming.ts";
import type { PlacedPlace } from "../place/model.ts";
import type { Pool } from "./machines.ts";

/** One route a machine: its containers' range leads to its network interface. */
export function containerRoutes(
  stack: Stack<PlacedPlace>,
  network: TerraformRemoteState,
  controlPlane: Instance,
  pools: readonly Pool[],
): void {
  const routeTableId = network.getString("route_table_id");
  add(
    stack,
    Route,
    terraformName(CONTROL_PLANE),
    note("to the containers of the control plane", ["controlPlane"], ["platform"], ["network"]),
    {
      routeTableId,
      destinationCidrBlock: stack.cluster.platform.placement.controlPlane.podCidr,
      networkInterfaceId: controlPlane.primaryNetworkInterfaceId,
    },
  );
  for (const { name, nodes, machines, from } of pools) {
    add(stack, Route, name, note(`to the containers of each node of ${name}`, from, ["platform"], ["network"]), {
      forEach: nodes,
      routeTableId,
      destinationCidrBlock: nodes.getString("containers"),
      networkInterfaceId: `\${${machines.fqn}[each.key].primary_network_interface_id}`,
    });
  }
}
