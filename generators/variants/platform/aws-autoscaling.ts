import { deliver } from "../../machines/boot.ts";
import { groupMachines } from "../../machines/group-roles.ts";
import { ownPlaces } from "../../machines/own-places.ts";
import type { AwsAutoscalingPlatform } from "../../platform.ts";
import * as ports from "../../ports.ts";
import { autoscalingRules } from "../../rules/aws-autoscaling/index.ts";
import { GROUPS } from "../../terraform/groups/index.ts";
import { terraform } from "../../terraform/index.ts";
import { placeTokens } from "../../tokens/place-tokens.ts";
import { apiTokens } from "./aws-autoscaling-files.ts";
import { PUBLIC_LABELS, resolveAwsAutoscaling } from "./aws-autoscaling-resolve.ts";
import { autoscalingRunbook } from "./aws-autoscaling-runbook.ts";
import { platform } from "./platform.ts";

/** Auto-scaling groups of EC2 machines over several zones, which fetch from S3 what they consist of. */
export const awsAutoscaling = platform<AwsAutoscalingPlatform>({
  type: "aws-autoscaling",
  networks: ["flannel"],
  families: ["coreos", "centos"],
  nodesComeAndGo: true,
  resolve: resolveAwsAutoscaling,
  host: ({ controlPlane }) => ({
    host: controlPlane.record,
    hostFrom: [["platform", "environment"]],
    most: controlPlane.size.max,
  }),
  pool: ({ pools, zones }, index) => ({
    most: pools[index]?.size.max ?? 0,
    labels: pools[index]?.labels ?? {},
    zones: zones.map(({ name }) => name),
  }),
  // Nothing stands before the public nodes: there is no TLS but what a pod does itself.
  entrance: { http: ports.HTTP, https: null, nodes: PUBLIC_LABELS },
  files: apiTokens,
  ownPlaces,
  tokens: placeTokens,
  machineSources: () => ["metadata", "machineFile", "ssm", "secretsmanager"],
  rules: autoscalingRules,
  machines: groupMachines,
  deliver,
  generate: (cluster, payloads) => terraform(cluster, payloads, GROUPS),
  runbook: autoscalingRunbook,
});
