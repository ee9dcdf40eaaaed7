/** Machines that each have an address of their own, in the private subnets. */
import { Instance, type InstanceConfig } from "@cdktf/provider-aws/lib/instance/index.js";
import { NetworkInterface, type NetworkInterfaceConfig } from "@cdktf/provider-aws/lib/network-interface/index.js";
import type { S3Object } from "@cdktf/provider-aws/lib/s3-object/index.js";
import type { TerraformRemoteState } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { registry } from "../../../../manifests/addons/registry.ts";
import type { Payload } from "../../../../model/machine.ts";
import { add, entries, literals, note, output, type Stack, stateOf } from "../../../../terraform/stack.ts";
import type { MachineGroup } from "../../fetching/place/model.ts";
import { machineAlarms } from "../../fetching/stacks/alarms.ts";
import { controlPlaneDisk } from "../../fetching/stacks/control-plane-disk.ts";
import { machineObjects } from "../../fetching/stacks/objects.ts";
import type { PolicyContext } from "../../fetching/stacks/policy-context.ts";
import { type GroupRole, groupRole, policyContext } from "../../fetching/stacks/roles.ts";
import type { Hardware } from "../../place/model.ts";
import { clusterTag, machineTag, terraformName } from "../../place/naming.ts";
import { keyOf, machineImages } from "../../stacks/image.ts";
import { userDataPath } from "../../stacks/index.ts";
import { lateText } from "../../stacks/late-values.ts";
import { MACHINE_RESOURCE } from "../../stacks/made-of.ts";
import { securityGroupOutput } from "../../stacks/security-groups.ts";
import type { FixedPlace } from "../place/model.ts";
import { api } from "./api.ts";
import { containerRoutes } from "./container-routes.ts";
import { entrance } from "./entrance.ts";
import { PLACES, type PoolPlaces } from "./pool-places.ts";

type FixedStack = Stack<FixedPlace>;

/** What decides about what machines fetch. */
const FETCHED: readonly SpecPath[] = [["files"], ["tokens"], ["addons"], ["data"]];

/** What all machines share. */
interface Surroundings {
  readonly stack: FixedStack;
  readonly network: TerraformRemoteState;
  readonly policies: PolicyContext;
  readonly objects: readonly S3Object[];
  readonly userData: (payload: Payload | undefined) => string;
  readonly imageOf: (hardware: Hardware) => string;
  readonly payloadOf: (role: string) => Payload | undefined;
}

/** The spec's tags, and those that machines, and rights, are told apart by. */
const tagsOf = ({ cluster }: FixedStack, { role }: MachineGroup, name: string): Readonly<Record<string, string>> => ({
  ...clusterTag(cluster.name),
  Name: name,
  Cluster: cluster.name,
  Group: role,
});

/** What every machine has, whatever its role. */
function common(
  { stack, objects, userData, imageOf, payloadOf }: Surroundings,
  group: MachineGroup,
  hardware: Hardware,
  { profile, policy }: GroupRole,
  name: string,
): InstanceConfig {
  const { os, platform } = stack.cluster;
  // A container asks instance metadata over one hop more than its machine.
  const containersAsk =
    group.role !== CONTROL_PLANE && registry.configOf(stack.cluster)?.credentials === "instanceRole";
  const tags = tagsOf(stack, group, name);
  return {
    ami: imageOf(hardware),
    instanceType: hardware.instanceType,
    ...keyOf(platform),
    userData: userData(payloadOf(group.role)),
    userDataReplaceOnChange: true,
    iamInstanceProfile: profile.name,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: os.metadataTokens,
      httpPutResponseHopLimit: containersAsk ? 2 : 1,
    },
    rootBlockDevice: {
      volumeType: "gp3",
      volumeSize: hardware.diskSize,
      encrypted: true,
      deleteOnTermination: true,
      // Accounts may refuse what comes without its tags.
      tags: { ...literals(platform.tags), ...tags },
    },
    tags,
    // What a machine fetches, and the right to, is there before the machine is.
    dependsOn: [...objects, policy],
    // A publisher's newer image is no reason to make every machine anew: the runbook says how one gets it.
    ...(platform.image.kind === "published" ? { lifecycle: { ignoreChanges: ["ami"] } } : {}),
  };
}

const about = (what: string, from: SpecPath) => note(what, from, ["name"], ...MACHINE_RESOURCE, ...FETCHED);

/** A place in a subnet that outlives its machine: routes and load balancers that lead there mind no new one. */
const place = (
  { stack, network }: Surroundings,
  { securityGroup }: MachineGroup,
  zone: string,
  address: string,
  name: string,
): NetworkInterfaceConfig => ({
  subnetId: `\${${network.fqn}.outputs.private_subnet_ids[${zone}]}`,
  privateIps: [address],
  securityGroups: [network.getString(securityGroupOutput(securityGroup))],
  // Where routes lead there, machines forward their containers' packets, which bear neither of the machine's own addresses.
  sourceDestCheck: !stack.cluster.platform.routesContainers,
  tags: { Name: name },
});

const aboutPlace = (what: string, from: SpecPath) =>
  note(`the address of ${what}, which outlives the machine`, from, ["name"], ...PLACES);

function controlPlane(surroundings: Surroundings): NetworkInterface {
  const { stack, policies, payloadOf } = surroundings;
  const { placement, controlPlane: group, hardware } = stack.cluster.platform;
  const { zone, address, fullName } = placement.controlPlane;
  const from: SpecPath = ["controlPlane"];
  const key = terraformName(CONTROL_PLANE);
  const role = groupRole(stack, policies, group, payloadOf(group.role), [from]);
  const disk = controlPlaneDisk(stack, zone);
  const at = add(
    stack,
    NetworkInterface,
    key,
    aboutPlace("the control plane", from),
    place(surroundings, group, JSON.stringify(zone), address, fullName),
  );
  const config = common(surroundings, group, hardware.controlPlane, role, fullName);
  const machine = add(stack, Instance, key, about("the control plane", from), {
    ...config,
    networkInterface: [{ deviceIndex: 0, networkInterfaceId: at.id }],
    dependsOn: [...(config.dependsOn ?? []), disk],
  });
  output(stack, "control_plane_id", "The control plane's instance.", machine.id);
  return at;
}

/** The nodes of a pool: one resource, an entry a node, so that a node more or less touches no other. */
function nodePool(surroundings: Surroundings, index: number): PoolPlaces | null {
  const { stack, policies, payloadOf } = surroundings;
  const { platform } = stack.cluster;
  const group = platform.pools[index];
  const placement = platform.placement.pools[index];
  const hardware = platform.hardware.pools[index];
  if (group === undefined || placement === undefined || hardware === undefined) return null;
  const from: SpecPath = ["nodePools", index];
  const name = terraformName(group.role);
  const role = groupRole(stack, policies, group, payloadOf(group.role), [from]);
  const places = placement.nodes.map((node) => [node.name, { zone: node.zone, address: node.address }] as const);
  const nodes = entries(stack, name, Object.fromEntries(places));
  const fullName = machineTag(stack.cluster.name, nodes.key);
  const interfaces = add(stack, NetworkInterface, name, aboutPlace(`each node of ${group.role}`, from), {
    forEach: nodes,
    ...place(surroundings, group, "each.value.zone", nodes.getString("address"), fullName),
  });
  const machines = add(stack, Instance, name, about(`the nodes of the pool ${group.role}`, from), {
    forEach: nodes,
    ...common(surroundings, group, hardware, role, fullName),
    networkInterface: [{ deviceIndex: 0, networkInterfaceId: `\${${interfaces.fqn}[each.key].id}` }],
  });
  const ids = `\${{ for name, node in ${machines.fqn} : name => node.id }}`;
  output(stack, `${name}_ids`, `Instances of the pool ${group.role}, by node.`, ids);
  return { name, from, nodes, interfaces, placement };
}

export function buildMachines(stack: FixedStack, payloads: readonly Payload[]): void {
  const { cluster } = stack;
  const network = stateOf(stack, "network");
  const late = lateText(stack, "cluster", ["network", "data"]);
  const surroundings: Surroundings = {
    stack,
    network,
    objects: machineObjects(stack, payloads, late),
    policies: policyContext(stack, network),
    userData: (payload) => {
      const path = userDataPath(payload?.machine.role ?? "", payload?.ending ?? "");
      return late(path, payload?.userData ?? "", undefined, cluster.os.lateValue);
    },
    imageOf: machineImages(stack),
    payloadOf: (role) => payloads.find(({ machine }) => machine.role === role),
  };
  const control = controlPlane(surroundings);
  const pools = cluster.nodePools.flatMap((_, index) => nodePool(surroundings, index) ?? []);
  if (cluster.platform.routesContainers) containerRoutes(stack, network, control, pools);
  api(stack, network);
  entrance(stack, network, pools);
  machineAlarms(stack);
}
