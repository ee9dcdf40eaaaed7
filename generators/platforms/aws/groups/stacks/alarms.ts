import type { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import type { Stack } from "../../../../terraform/stack.ts";
import type { MachineGroup } from "../../fetching/place/model.ts";
import { alarm } from "../../fetching/stacks/alarms.ts";
import { terraformName } from "../../place/naming.ts";
import type { GroupsPlace } from "../place/model.ts";

/** What a group tells, so that the alarm can compare. */
export const GROUP_METRICS = ["GroupDesiredCapacity", "GroupInServiceInstances"] as const;

/** A group that has had too few machines that serve for a quarter of an hour: they do not come, or not up. */
export function groupAlarm(
  stack: Stack<GroupsPlace>,
  { name, role }: MachineGroup,
  group: AutoscalingGroup,
  from: SpecPath,
): void {
  if (stack.cluster.platform.alarms === null) return;
  const metric = (id: string, metricName: string) => ({
    id,
    metric: {
      metricName,
      namespace: "AWS/AutoScaling",
      period: 300,
      stat: "Minimum",
      dimensions: { AutoScalingGroupName: group.name },
    },
  });
  alarm(stack, terraformName(role), [`too few machines of ${role} serve`, ["name"], from], {
    alarmName: `${name}.too-few-machines`,
    alarmDescription: `Fewer machines of ${role} serve than the group should have.`,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 3,
    metricQuery: [
      { id: "missing", expression: "wanted - serving", label: "missing machines", returnData: true },
      metric("wanted", GROUP_METRICS[0]),
      metric("serving", GROUP_METRICS[1]),
    ],
  });
}
