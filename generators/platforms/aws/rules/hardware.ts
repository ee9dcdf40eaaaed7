/** Machines that EC2 or RDS would not start as the rest of the spec has them: fine alone, wrong together. */
import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import type { Rule } from "../../../model/variants.ts";
import { isArm, runsEngine, takesEncrypted } from "../place/instance-facts.ts";
import type { AwsPlace } from "../place/model.ts";

/** Every instance type of the spec at its place. */
export const instanceTypes = ({
  hardware,
}: AwsPlace): readonly { readonly path: SpecPath; readonly type: string }[] => [
  { path: ["controlPlane", "instanceType"], type: hardware.controlPlane.instanceType },
  ...hardware.pools.map((pool, index) => ({ path: ["nodePools", index, "instanceType"], type: pool.instanceType })),
];

/** Machines fetch programs for amd64, which such an instance would not start. */
export const architecture: Rule<AwsPlace> = ({ platform, kubernetes: { features } }) =>
  instanceTypes(platform)
    .filter(({ type }) => features.plainApi && isArm(type))
    .map(
      ({ path, type }): Finding => ({
        code: "instance-architecture",
        places: [{ path }],
        message: `"${type}" is an ARM machine; the programs of this Kubernetes version are for amd64`,
        help: "choose an instance type on Intel or AMD",
        restsOn: [["kubernetes", "version"]],
      }),
    );

/** Every disk is encrypted. */
export const encryption: Rule<AwsPlace> = ({ platform }) =>
  instanceTypes(platform)
    .filter(({ type }) => !takesEncrypted(type))
    .map(
      ({ path, type }): Finding => ({
        code: "unsupported-combination",
        places: [{ path }],
        message: `"${type}" takes no encrypted volumes, and every disk is encrypted`,
        help: "choose an instance type of a later generation, such as m3.medium or t2.small",
      }),
    );

/** An engine that RDS does not have on every class. */
export const databaseEngine: Rule<AwsPlace> = ({ platform: { data } }) => {
  const { database } = data;
  if (database === null || runsEngine(database.instanceClass, database.engineVersion)) return [];
  const finding: Finding = {
    code: "unsupported-combination",
    places: [
      { path: ["data", "database", "instanceClass"] },
      { path: ["data", "database", "engineVersion"], label: "the version" },
    ],
    message: `RDS has no MySQL ${database.engineVersion} on "${database.instanceClass}"`,
    help: "choose a class on Intel up to the fifth generation, such as db.m5.large or db.t3.medium, or a later version",
  };
  return [finding];
};
