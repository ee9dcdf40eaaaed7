import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { ClusterSpec } from "../../../../../schema/generated/types.ts";
import { VPC_RANGE } from "../../place/place.ts";

/** Its range is what security groups let in and containers keep clear of; a default would be a guess. */
export const rangeUnsaid = ({ platform: { existing }, network }: ClusterSpec): readonly Finding[] =>
  existing === undefined || network?.vpcCidr !== undefined
    ? []
    : [
        {
          code: "missing-key",
          places: [
            { path: ["platform", "existing"], part: "key" },
            ...(network === undefined ? [] : [{ path: ["network"], part: "key", label: "is to say it" } as const]),
          ],
          message: 'the range of a VPC that exists has no default: "network" lacks the key "vpcCidr"',
          notes: ["aws ec2 describe-vpcs --query 'Vpcs[].[VpcId,CidrBlock]' --output text prints it"],
          help: `add it, such as "${network === undefined ? "network: { vpcCidr: 10.20.0.0/16 }" : "vpcCidr: 10.20.0.0/16"}"`,
          unsettles: [VPC_RANGE],
        },
      ];
