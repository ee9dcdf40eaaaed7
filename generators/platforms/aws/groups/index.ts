import * as ports from "../../../facts/ports.ts";
import type { AwsAutoscalingPlatform } from "../../../model/place.ts";
import { platform } from "../../platform.ts";
import { terraform } from "../stacks/index.ts";
import { apiTokens } from "./files.ts";
import { deliver } from "./machines/delivery.ts";
import { ownPlaces } from "./machines/own-places.ts";
import { groupMachines } from "./machines/roles.ts";
import { PUBLIC_LABELS, resolveAwsAutoscaling } from "./place.ts";
import { autoscalingRules } from "./rules/index.ts";
import { autoscalingRunbook } from "./runbook.ts";
import { GROUPS } from "./stacks/index.ts";
import { placeTokens } from "./tokens.ts";

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
