import { terraformName } from "../../place/naming.ts";
import { MACHINE_RESOURCE } from "../../stacks/made-of.ts";
/** A launch template and an auto-scaling group for each group of machines. */

import { AutoscalingGroup, type AutoscalingGroupTag } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { AutoscalingLifecycleHook } from "@cdktf/provider-aws/lib/autoscaling-lifecycle-hook/index.js";
import {
  LaunchTemplate,
  type LaunchTemplateBlockDeviceMappings,
} from "@cdktf/provider-aws/lib/launch-template/index.js";
import type { S3Object } from "@cdktf/provider-aws/lib/s3-object/index.js";
import { type TerraformRemoteState, Token } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { registry } from "../../../../manifests/addons/registry.ts";
import type { Payload } from "../../../../model/machine.ts";
import { add, literals, note, output, type Stack, stateOf } from "../../../../terraform/stack.ts";
import type { MachineGroup } from "../../fetching/place/model.ts";
import { machineAlarms } from "../../fetching/stacks/alarms.ts";
import { controlPlaneDisk } from "../../fetching/stacks/control-plane-disk.ts";
import { machineObjects } from "../../fetching/stacks/objects.ts";
import type { PolicyContext } from "../../fetching/stacks/policy-context.ts";
import { type GroupRole, groupRole, policyContext } from "../../fetching/stacks/roles.ts";
import { subnetIds } from "../../fetching/stacks/subnets.ts";
import { apiInside, apiOutside } from "../../fetching/stacks/today-api.ts";
import type { Hardware } from "../../place/model.ts";
import { clusterTag } from "../../place/naming.ts";
import { keyOf, machineImages } from "../../stacks/image.ts";
import { userDataPath } from "../../stacks/index.ts";
import { lateText } from "../../stacks/late-values.ts";
import { securityGroupOutput } from "../../stacks/security-groups.ts";
import { subnetIdsIn } from "../../stacks/subnet-ids.ts";
import type { GroupsPlace } from "../place/model.ts";
import { GROUP_METRICS, groupAlarm } from "./alarms.ts";
import { apiBalancer } from "./api-balancer.ts";

type GroupStack = Stack<GroupsPlace>;

/** Where the document puts the data disk. */
const DATA_DEVICE = "/dev/xvdf";

/** What decides about what machines fetch. */
const FETCHED: readonly SpecPath[] = [["files"], ["tokens"], ["addons"], ["data"]];

const disk = (deviceName: string, volumeSize: number): LaunchTemplateBlockDeviceMappings => ({
  deviceName,
  ebs: { volumeType: "gp3", volumeSize, encrypted: "true", deleteOnTermination: "true" },
});

/** What all groups share. */
interface Surroundings {
  readonly stack: GroupStack;
  readonly network: TerraformRemoteState;
  readonly policies: PolicyContext;
  readonly objects: readonly S3Object[];
  readonly userData: (payload: Payload | undefined) => string;
  readonly imageOf: (hardware: Hardware) => string;
}

/** Where a group's machines are announced: the API's load balancer, by its name, or by what it leads to. */
interface Announced {
  readonly loadBalancers?: string[];
  readonly targetGroupArns?: string[];
}

interface GroupPlan {
  readonly group: MachineGroup;
  readonly hardware: Hardware;
  readonly payload: Payload | undefined;
  readonly from: SpecPath;
  readonly securityGroups: readonly string[];
  readonly announced: Announced;
  /** Who says whether a machine is well. */
  readonly healthCheck: "EC2" | "ELB";
  /** The zones that its machines come up in. */
  readonly subnets: string;
  /** Whether its data lies on a disk that comes and goes with the machine. */
  readonly hasDataDisk: boolean;
  /** Groups that change their machines before this one. */
  readonly before: readonly AutoscalingGroup[];
}

/** The spec's tags and those that machines, and rights, are told apart by. */
const tagsOf = ({ cluster }: GroupStack, { tag, role }: MachineGroup): Readonly<Record<string, string>> => ({
  ...literals(cluster.platform.tags),
  ...(cluster.platform.isToday ? clusterTag(cluster.name) : {}),
  Name: tag,
  Cluster: cluster.name,
  Group: role,
  Environment: cluster.platform.environment,
});

function launchTemplate({ stack, network, userData, imageOf }: Surroundings, plan: GroupPlan, { profile }: GroupRole) {
  const { group, hardware, payload, from, securityGroups, hasDataDisk } = plan;
  const { os, platform } = stack.cluster;
  // A container asks instance metadata over one hop more than its machine.
  const containersAsk =
    group.role !== CONTROL_PLANE && registry.configOf(stack.cluster)?.credentials === "instanceRole";
  const about = note(`what machines of ${group.role} are made of`, from, ...MACHINE_RESOURCE, ...FETCHED);
  return add(stack, LaunchTemplate, terraformName(group.role), about, {
    name: group.name,
    updateDefaultVersion: true,
    imageId: imageOf(hardware),
    instanceType: hardware.instanceType,
    ...keyOf(platform),
    userData: userData(payload),
    iamInstanceProfile: { arn: profile.arn },
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: os.metadataTokens,
      httpPutResponseHopLimit: containersAsk ? 2 : 1,
    },
    networkInterfaces: [
      {
        associatePublicIpAddress: String(group.isPublic),
        deleteOnTermination: "true",
        securityGroups: securityGroups.map((key) => network.getString(securityGroupOutput(key))),
      },
    ],
    blockDeviceMappings: [
      disk(platform.rootDevice, hardware.diskSize),
      ...(hasDataDisk && group.dataDiskSize !== null ? [disk(DATA_DEVICE, group.dataDiskSize)] : []),
    ],
    // Accounts may refuse what comes without its tags, and a group gives its own to machines alone.
    tagSpecifications: ["volume", "network-interface"].map((resourceType) => ({
      resourceType,
      tags: tagsOf(stack, group),
    })),
  });
}

const tags = (stack: GroupStack, group: MachineGroup): AutoscalingGroupTag[] =>
  Object.entries(tagsOf(stack, group)).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));

/**
 * One machine after the other, however many there are; where there is only one, it goes before the next one comes. AWS
 * rounds up how many are to stay ("Instance refresh core concepts").
 */
const healthyPercentage = ({ size }: MachineGroup): number =>
  Math.floor((100 * (size.max - 1)) / Math.max(size.max, 1));

/** Seconds that a machine has before its health counts; the document's. */
const GRACE = 100;

/** Seconds that a machine which serves is left alone before the next old one goes: its pods come. */
const WARM_UP = 60;

/** As `launch-complete` names it. */
const HOOK = "launch";

/**
 * Seconds until a machine that has not said that it serves is given up; the longest that AWS takes. Loading images alone
 * may take half an hour, and the control plane's own change of machines is waited for as long again.
 */
const HEARTBEAT = 7200;

function machineGroup(surroundings: Surroundings, plan: GroupPlan): AutoscalingGroup {
  const { stack, objects, policies } = surroundings;
  const { group, payload, from, announced, healthCheck, subnets, before } = plan;
  const role = groupRole(stack, policies, group, payload, [from]);
  const template = launchTemplate(surroundings, plan, role);
  const { min, max, desired } = group.size;
  const about = note(`${group.role}, over the zones`, from, ["name"], ["platform"]);
  const made = add(stack, AutoscalingGroup, terraformName(group.role), about, {
    name: group.name,
    minSize: min,
    maxSize: max,
    desiredCapacity: desired,
    vpcZoneIdentifier: Token.asList(subnets),
    launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
    healthCheckType: healthCheck,
    healthCheckGracePeriod: GRACE,
    ...(stack.cluster.platform.alarms === null ? {} : { enabledMetrics: [...GROUP_METRICS] }),
    forceDelete: false,
    // A machine that does not come up is no reason to leave the group half made.
    waitForCapacityTimeout: "0",
    ...announced,
    instanceRefresh: {
      strategy: "Rolling",
      preferences: { minHealthyPercentage: healthyPercentage(group), instanceWarmup: String(WARM_UP) },
    },
    tag: tags(stack, group),
    // What a machine fetches, and the right to, is there before the machine is and until it is gone: its last act is a
    // snapshot.
    dependsOn: [...objects, role.policy, ...before],
  });
  const waits = note(`a machine of ${group.role} counts when it says itself that it serves`, from, ["platform"]);
  add(stack, AutoscalingLifecycleHook, terraformName(group.role), waits, {
    name: HOOK,
    autoscalingGroupName: made.name,
    lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
    heartbeatTimeout: HEARTBEAT,
    defaultResult: "ABANDON",
  });
  groupAlarm(stack, group, made, from);
  output(stack, `${terraformName(group.role)}_group`, `The auto-scaling group of ${group.role}.`, group.name);
  return made;
}

type OfControlPlane = Pick<GroupPlan, "announced" | "healthCheck" | "subnets" | "hasDataDisk">;

/** An API that hangs takes its machine along: the next one starts from what the bucket has. */
const controlPlaneBefore = (stack: GroupStack, network: TerraformRemoteState): OfControlPlane => ({
  announced: { loadBalancers: [apiBalancer(stack, network).name] },
  healthCheck: "ELB",
  subnets: subnetIds(network, stack.cluster.platform, "private"),
  hasDataDisk: true,
});

/** It comes up where its disk is. An API that hangs the kubelet starts again; a machine that is lost is made anew. */
function todaysControlPlane(stack: GroupStack, network: TerraformRemoteState): OfControlPlane {
  const [zone] = stack.cluster.platform.zones;
  controlPlaneDisk(stack, zone?.name ?? "");
  return {
    announced: {
      targetGroupArns: [apiInside(stack, network), apiOutside(stack, network, "instance")].flatMap(
        (each) => each?.arn ?? [],
      ),
    },
    healthCheck: "EC2",
    subnets: subnetIdsIn(network, "private_subnet_ids", zone === undefined ? [] : [zone.name]),
    hasDataDisk: false,
  };
}

export function buildGroupMachines(stack: GroupStack, payloads: readonly Payload[]): void {
  const { cluster } = stack;
  const network = stateOf(stack, "network");
  const late = lateText(stack, "cluster", ["network", "data"]);
  const objects = machineObjects(stack, payloads, late);
  const surroundings: Surroundings = {
    stack,
    network,
    objects,
    policies: policyContext(stack, network),
    userData: (payload) => {
      const path = userDataPath(payload?.machine.role ?? "", payload?.ending ?? "");
      return late(path, payload?.userData ?? "", (text) => `base64encode(${text})`, cluster.os.lateValue);
    },
    imageOf: machineImages(stack),
  };
  const payloadOf = (role: string): Payload | undefined => payloads.find(({ machine }) => machine.role === role);
  const { platform } = cluster;
  const controlPlane = machineGroup(surroundings, {
    group: platform.controlPlane,
    hardware: platform.hardware.controlPlane,
    payload: payloadOf(CONTROL_PLANE),
    from: ["controlPlane"],
    securityGroups: [platform.controlPlane.securityGroup],
    ...(platform.isToday ? todaysControlPlane(stack, network) : controlPlaneBefore(stack, network)),
    before: [],
  });
  for (const [index, pool] of cluster.nodePools.entries()) {
    const group = platform.pools[index];
    const hardware = platform.hardware.pools[index];
    if (group === undefined || hardware === undefined) continue;
    machineGroup(surroundings, {
      group,
      hardware,
      payload: payloadOf(pool.name),
      from: ["nodePools", index],
      securityGroups: [group.securityGroup, ...(group.isPublic ? ["public_nodes"] : [])],
      announced: {},
      // Kubernetes itself knows whether they serve.
      healthCheck: "EC2",
      subnets: subnetIds(network, platform, group.isPublic ? "public" : "private"),
      hasDataDisk: true,
      before: [controlPlane],
    });
  }
  machineAlarms(stack);
}
