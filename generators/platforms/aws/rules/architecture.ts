import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";

/** Families on Graviton, such as t4g, m6gd, c7gn, and a1; g4dn and g5 are GPUs on x86. */
const ARM = /^(a1|[a-z]+[0-9]+g[a-z]*|[a-z0-9]+-gb[0-9]+)\./;

/** Machines fetch programs for amd64, which such an instance would not start. */
export const architecture: Rule<AwsPlace> = ({ platform: { hardware } }) => {
  const machines: readonly (readonly [SpecPath, string])[] = [
    [["controlPlane", "instanceType"], hardware.controlPlane.instanceType],
    ...hardware.pools.map((pool, index) => [["nodePools", index, "instanceType"], pool.instanceType] as const),
  ];
  return machines
    .filter(([, type]) => ARM.test(type))
    .map(
      ([path, type]): Finding => ({
        code: "instance-architecture",
        places: [{ path }],
        message: `"${type}" is an ARM machine; the programs of this Kubernetes version are for amd64`,
        help: "choose an instance type on Intel or AMD",
      }),
    );
};
