/** The roles of groups of machines. */

import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity/index.js";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition/index.js";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import type { TerraformRemoteState } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import type { Payload } from "../../../../model/machine.ts";
import { add, note, type Stack } from "../../../../terraform/stack.ts";
import { terraformName } from "../../place/naming.ts";
import { mayAssume } from "../../stacks/node-role.ts";
import type { FetchingPlace, MachineGroup } from "../place/model.ts";
import { groupPolicy } from "./policies.ts";
import { arnIn, type PolicyContext } from "./policy-context.ts";

type FetchingStack = Stack<FetchingPlace>;

export function policyContext(stack: FetchingStack, network: TerraformRemoteState): PolicyContext {
  const from: readonly [SpecPath] = [["platform"]];
  const partition = add(stack, DataAwsPartition, "current", note("aws, aws-cn or aws-us-gov", ...from), {});
  const account = add(stack, DataAwsCallerIdentity, "current", note("the account", ...from), {});
  const { region } = stack.cluster.platform;
  const { privateId } = stack.cluster.platform.dns;
  return {
    cluster: stack.cluster,
    privateZoneId: privateId ?? network.getString("private_zone_id"),
    arn: arnIn(`\${${partition.fqn}.partition}`, region, `\${${account.fqn}.account_id}`),
  };
}

/** What machines of a group are in AWS, and may do there. */
export interface GroupRole {
  readonly profile: IamInstanceProfile;
  readonly policy: IamRolePolicy;
}

export function groupRole(
  stack: FetchingStack,
  context: PolicyContext,
  group: MachineGroup,
  payload: Payload | undefined,
  from: readonly [SpecPath, ...SpecPath[]],
): GroupRole {
  const name = terraformName(group.role);
  const role = add(stack, IamRole, name, note(`what machines of ${group.role} are in AWS`, ...from, ["name"]), {
    name: group.roleName,
    assumeRolePolicy: mayAssume(stack.cluster),
  });
  const about = note(
    `what machines of ${group.role} may do there`,
    ...from,
    ["name"],
    ["platform"],
    ["nodePools"],
    ["programs"],
    ["etcd"],
    ["addons"],
    ["data"],
    ["tokens"],
    ["files"],
  );
  const policy = add(stack, IamRolePolicy, name, about, {
    name: "machine",
    role: role.id,
    policy: groupPolicy(context, group, payload),
  });
  const profile = add(stack, IamInstanceProfile, name, note(`gives the role to them`, ...from, ["name"]), {
    name: group.roleName,
    role: role.name,
  });
  return { profile, policy };
}
