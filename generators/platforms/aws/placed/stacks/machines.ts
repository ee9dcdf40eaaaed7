import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import type { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { Instance, type InstanceConfig, type InstanceMetadataOptions } from "@cdktf/provider-aws/lib/instance/index.js";
import type { MapTerraformIterator, TerraformRemoteState } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import type { Cluster, NodePool } from "../../../../model/cluster.ts";
import type { PoolPlacement } from "../../../../model/place.ts";
import { add, entries, note, output, type Stack } from "../../../../terraform/stack.ts";
import type { Hardware } from "../../place/model.ts";
import { machineTag, terraformName } from "../../place/naming.ts";
import { keyOf } from "../../stacks/image.ts";
import { MACHINE_RESOURCE } from "../../stacks/made-of.ts";
import { securityGroupOutput } from "../../stacks/security-groups.ts";
import type { PlacedMachine, PlacedPlace } from "../place/model.ts";

/** What machines boot from. */
export interface BootsFrom {
  /** An expression for the user-data of a role. */
  readonly userData: (role: string) => string;
  readonly imageOf: (hardware: Hardware) => string;
}

/** The spec's own files: they say themselves which machines they are for. */
const ownFiles = ({ files }: Cluster): readonly SpecPath[] => (files.length === 0 ? [] : [["files"], ["tokens"]]);

/** What every machine has, whatever its role. */
function common(
  { os, platform }: Cluster<PlacedPlace>,
  role: string,
  hardware: Hardware,
  { userData, imageOf }: BootsFrom,
): InstanceConfig {
  return {
    ami: imageOf(hardware),
    instanceType: hardware.instanceType,
    ...keyOf(platform),
    // Where routes lead there, machines forward their containers' packets, which bear neither of the machine's own addresses.
    sourceDestCheck: !platform.routesContainers,
    userData: userData(role),
    userDataReplaceOnChange: !os.appliesUserDataAtEveryBoot,
    // Said outright, because an account's own default may require tokens that the image cannot fetch.
    metadataOptions: { httpEndpoint: "enabled", httpTokens: os.metadataTokens, httpPutResponseHopLimit: 1 },
    rootBlockDevice: { volumeType: "gp3", volumeSize: hardware.diskSize, encrypted: true, deleteOnTermination: true },
  };
}

const securityGroupIds = (network: TerraformRemoteState, key: string): string[] => [
  network.getString(securityGroupOutput(key)),
];

/** The control plane's machine and its public address, which outlives the machine. */
export function controlPlane(stack: Stack<PlacedPlace>, network: TerraformRemoteState, boots: BootsFrom): Instance {
  const { cluster } = stack;
  const { zone, address, fullName } = cluster.platform.placement.controlPlane;
  const machine = add(
    stack,
    Instance,
    terraformName(CONTROL_PLANE),
    note("the control plane", ["controlPlane"], ...MACHINE_RESOURCE, ...ownFiles(cluster)),
    {
      ...common(cluster, CONTROL_PLANE, cluster.platform.hardware.controlPlane, boots),
      subnetId: `\${${network.fqn}.outputs.subnet_ids["${zone}"]}`,
      privateIp: address,
      vpcSecurityGroupIds: securityGroupIds(network, "control_plane"),
      tags: { Name: fullName },
    },
  );
  const eip = add(
    stack,
    Eip,
    terraformName(CONTROL_PLANE),
    note("the control plane's public address", ["controlPlane"], ["name"]),
    {
      domain: "vpc",
      tags: { Name: fullName },
    },
  );
  add(stack, EipAssociation, terraformName(CONTROL_PLANE), note("gives the address to the machine", ["controlPlane"]), {
    allocationId: eip.allocationId,
    instanceId: machine.id,
  });
  output(stack, "control_plane_public_ip", "Where to reach the control plane over SSH.", eip.publicIp);
  return machine;
}

export interface Pool {
  readonly name: string;
  readonly from: SpecPath;
  readonly nodes: MapTerraformIterator;
  readonly machines: Instance;
}

interface PoolPlan {
  readonly pool: NodePool;
  readonly placement: PoolPlacement<PlacedMachine>;
  readonly hardware: Hardware;
  /** Its place in the spec. */
  readonly index: number;
  /** The role of the nodes; null where they have none. */
  readonly profile: IamInstanceProfile | null;
  readonly boots: BootsFrom;
}

/** A container asks instance metadata over one hop more than its machine. */
const roleOf = (
  profile: IamInstanceProfile | null,
  metadata: InstanceMetadataOptions | undefined,
): InstanceConfig | object =>
  profile === null
    ? {}
    : { iamInstanceProfile: profile.name, metadataOptions: { ...metadata, httpPutResponseHopLimit: 2 } };

/** The nodes of a pool: one resource, an entry a node, so that a node more or less touches no other. */
export function nodePool(stack: Stack<PlacedPlace>, network: TerraformRemoteState, plan: PoolPlan): Pool {
  const { pool, placement, hardware, index, profile, boots } = plan;
  const { cluster } = stack;
  const name = terraformName(pool.name);
  const from: SpecPath = ["nodePools", index];
  const nodes = entries(
    stack,
    name,
    Object.fromEntries(
      placement.nodes.map(({ name, zone, address, podCidr }) => [
        name,
        { zone, address, ...(cluster.platform.routesContainers ? { containers: podCidr } : {}) },
      ]),
    ),
  );
  const machine = common(cluster, pool.name, hardware, boots);
  const extra: readonly SpecPath[] = profile === null ? [] : [["addons", "registry"]];
  const machines = add(
    stack,
    Instance,
    name,
    note(
      `the nodes of the pool ${pool.name}`,
      from,
      ["controlPlane", "address"],
      ...MACHINE_RESOURCE,
      ...ownFiles(cluster),
      ...extra,
    ),
    {
      forEach: nodes,
      ...machine,
      ...roleOf(profile, machine.metadataOptions),
      subnetId: `\${${network.fqn}.outputs.subnet_ids[each.value.zone]}`,
      privateIp: nodes.getString("address"),
      vpcSecurityGroupIds: securityGroupIds(network, "nodes"),
      tags: { Name: machineTag(cluster.name, nodes.key) },
    },
  );
  output(
    stack,
    `${name}_private_ips`,
    `Private addresses of the pool ${pool.name}, by node.`,
    `\${{ for name, node in ${machines.fqn} : name => node.private_ip }}`,
  );
  return { name, from, nodes, machines };
}
