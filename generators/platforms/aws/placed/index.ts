import * as ports from "../../../facts/ports.ts";
import type { AwsPlatform } from "../../../model/place.ts";
import { osVariant } from "../../../variants/os/index.ts";
import { platform } from "../../platform.ts";
import { terraform } from "../stacks/index.ts";
import { machines } from "./machines.ts";
import { resolveAws } from "./place.ts";
import { awsRules } from "./rules/index.ts";
import { awsRunbook } from "./runbook.ts";
import { PLACED } from "./stacks/index.ts";

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
