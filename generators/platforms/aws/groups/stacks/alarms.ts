/** Alarms of CloudWatch: what an operator would otherwise notice when it is too late. */

import type { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { add, literal, note, type Stack } from "../../../../terraform/stack.ts";
import { metricsNamespace, terraformName } from "../../place/naming.ts";
import type { GroupsPlace, MachineGroup } from "../place/model.ts";

type GroupStack = Stack<GroupsPlace>;

const ALARMS: SpecPath = ["platform", "alarms"];

/** What a group tells, so that the alarm can compare. */
export const GROUP_METRICS = ["GroupDesiredCapacity", "GroupInServiceInstances"] as const;

/** Seconds in the longest time that CloudWatch looks back over. */
const DAY = 86_400;

function alarm(
  stack: GroupStack,
  key: string,
  about: readonly [string, ...SpecPath[]],
  config: Omit<CloudwatchMetricAlarmConfig, "alarmActions" | "okActions">,
): void {
  const topic = stack.cluster.platform.alarms?.topic ?? null;
  const actions = topic === null ? {} : { alarmActions: [literal(topic)], okActions: [literal(topic)] };
  const [what, ...from] = about;
  add(stack, CloudwatchMetricAlarm, key, note(what, ALARMS, ...from), { ...config, ...actions });
}

/** A group that has had too few machines that serve for a quarter of an hour: they do not come, or not up. */
export function groupAlarm(
  stack: GroupStack,
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

/** Three periods without a copy of etcd that a new etcd starts from; and boots that got stuck. */
export function machineAlarms(stack: GroupStack): void {
  const { name, platform, etcd } = stack.cluster;
  if (platform.alarms === null) return;
  const counted = (metricName: string) => ({ metricName, namespace: metricsNamespace(name), statistic: "Sum" });
  if (etcd.endpoints.length === 0) {
    const period = platform.backup.periodMinutes * 60;
    alarm(stack, "etcd_snapshots", ["no new copy of etcd", ["etcd", "backup"], ["name"]], {
      ...counted("EtcdSnapshots"),
      alarmName: `${name}.etcd-snapshots`,
      alarmDescription: "No copy of etcd has come to the bucket for some periods.",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period,
      evaluationPeriods: Math.max(1, Math.min(3, Math.floor(DAY / period))),
      treatMissingData: "breaching",
    });
  }
  alarm(stack, "failed_boots", ["a machine's boot fails", ["name"]], {
    ...counted("FailedBoots"),
    alarmName: `${name}.failed-boots`,
    alarmDescription: "A machine has not got through its boot for half an hour; it tries again every minute.",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    // Nodes that come before the control plane does try again for some minutes, and that is no trouble.
    threshold: 1,
    period: 600,
    evaluationPeriods: 3,
    treatMissingData: "notBreaching",
  });
}
