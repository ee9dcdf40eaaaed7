import type { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import type { TerraformRemoteState } from "cdktf";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { add, entries, note, type Stack } from "../../../../terraform/stack.ts";
import { terraformName } from "../../place/naming.ts";
import type { PlacedMachine } from "../../placed/place/model.ts";
import type { FixedPlace } from "../place/model.ts";
import type { PoolPlaces } from "./pool-places.ts";

/** In each table of the private subnets a route for each machine: its containers' range leads to its network interface. */
export function containerRoutes(
  stack: Stack<FixedPlace>,
  network: TerraformRemoteState,
  control: NetworkInterface,
  pools: readonly PoolPlaces[],
): void {
  const { platform } = stack.cluster;
  const table = `\${${network.fqn}.outputs.private_route_table_ids[each.value.table]}`;
  /** Every zone with every machine, `eu-central-1a.worker-1`; where there is one zone it is there, too, so that another one moves none. */
  const inEachTable = (name: string, machines: readonly PlacedMachine[]) =>
    entries(
      stack,
      `${name}_routes`,
      Object.fromEntries(
        platform.zones.flatMap(({ name: zone }) =>
          machines.map((machine) => [
            `${zone}.${machine.name}`,
            { table: zone, machine: machine.name, containers: machine.podCidr },
          ]),
        ),
      ),
    );
  const from = [["platform", "zones"], ["network"]] as const;
  const ofControl = inEachTable(terraformName(CONTROL_PLANE), [platform.placement.controlPlane]);
  add(
    stack,
    Route,
    terraformName(CONTROL_PLANE),
    note("to the containers of the control plane", ["controlPlane"], ...from),
    {
      forEach: ofControl,
      routeTableId: table,
      destinationCidrBlock: ofControl.getString("containers"),
      networkInterfaceId: control.id,
    },
  );
  for (const { name, interfaces, placement, from: pool } of pools) {
    const routes = inEachTable(name, placement.nodes);
    add(stack, Route, name, note(`to the containers of each node of ${name}`, pool, ...from), {
      forEach: routes,
      routeTableId: table,
      destinationCidrBlock: routes.getString("containers"),
      networkInterfaceId: `\${${interfaces.fqn}[each.value.machine].id}`,
    });
  }
}
