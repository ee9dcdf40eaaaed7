/** Alarms of CloudWatch: what an operator would otherwise notice when it is too late. */

import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { add, literal, note, type Stack } from "../../../../terraform/stack.ts";
import { metricsNamespace } from "../../place/naming.ts";
import type { FetchingPlace } from "../place/model.ts";

type FetchingStack = Stack<FetchingPlace>;

const ALARMS: SpecPath = ["platform", "alarms"];

/** Seconds in the longest time that CloudWatch looks back over. */
const DAY = 86_400;

export function alarm(
  stack: FetchingStack,
  key: string,
  about: readonly [string, ...SpecPath[]],
  config: Omit<CloudwatchMetricAlarmConfig, "alarmActions" | "okActions">,
): void {
  const topic = stack.cluster.platform.alarms?.topic ?? null;
  const actions = topic === null ? {} : { alarmActions: [literal(topic)], okActions: [literal(topic)] };
  const [what, ...from] = about;
  add(stack, CloudwatchMetricAlarm, key, note(what, ALARMS, ...from), { ...config, ...actions });
}

/** Three periods without a copy of etcd that a new etcd starts from; and boots that got stuck. */
export function machineAlarms(stack: FetchingStack): void {
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
