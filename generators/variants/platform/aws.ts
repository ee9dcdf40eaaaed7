import { machines } from "../../machines/roles.ts";
import type { AwsPlatform } from "../../platform.ts";
import * as ports from "../../ports.ts";
import { awsRules } from "../../rules/aws/index.ts";
import { terraform } from "../../terraform/index.ts";
import { PLACED } from "../../terraform/placed.ts";
import { osVariant } from "../os/index.ts";
import { resolveAws } from "./aws-resolve.ts";
import { awsRunbook } from "./aws-runbook.ts";
import { platform } from "./platform.ts";

/** EC2 machines in a VPC that each have an address of their own, brought up by Terraform. */
export const aws = platform<AwsPlatform>({
  type: "aws",
  networks: ["routes"],
  families: ["coreos"],
  nodesComeAndGo: false,
  resolve: resolveAws,
  host: ({ placement }) => ({
    host: placement.controlPlane.address,
    most: 1,
    hostFrom: [
      ["controlPlane", "address"],
      ["platform", "zones"],
      ["platform", "subnets"],
      ["network", "vpcCidr"],
    ],
  }),
  pool: ({ placement }, index) => ({ most: placement.pools[index]?.nodes.length ?? 0, labels: {}, zones: [] }),
  entrance: { http: ports.HTTP_NODE, https: ports.HTTPS_NODE, nodes: {} },
  files: () => [],
  ownPlaces: () => [],
  tokens: () => [],
  machineSources: ({ family }) => osVariant(family).machineSources,
  rules: awsRules,
  machines,
  deliver: (_cluster, machine) => ({ boot: machine, objects: [] }),
  generate: (cluster, payloads) => terraform(cluster, payloads, PLACED),
  runbook: awsRunbook,
});
