/** Machines that EC2 or RDS would not start as the rest of the spec has them: fine alone, wrong together. */
import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import type { Rule } from "../../../model/variants.ts";
import { canBeControlPlane, isArm, runsEngine, takesEncrypted } from "../place/instance-facts.ts";
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

/** What kubeadm refuses on the machine itself. */
export const controlPlaneSize: Rule<AwsPlace> = ({ platform, kubernetes: { features } }) => {
  const { instanceType } = platform.hardware.controlPlane;
  if (features.plainApi || canBeControlPlane(instanceType)) return [];
  return [
    {
      code: "unsupported-combination",
      places: [{ path: ["controlPlane", "instanceType"] }, { path: ["kubernetes", "version"], label: "this version" }],
      message: `"${instanceType}" is too small for a control plane, which takes two processors and 2 GB at least`,
      help: "choose a larger one, such as t3.medium or t4g.medium",
    },
  ];
};

/** One image is for one architecture. */
export const oneArchitecture: Rule<AwsPlace> = ({ platform: { image, hardware }, kubernetes: { features } }) => {
  if (features.plainApi || image.kind !== "id") return [];
  const { controlPlane, pools } = hardware;
  const other = pools.findIndex(({ architecture: each }) => each !== controlPlane.architecture);
  const pool = pools[other];
  if (pool === undefined) return [];
  return [
    {
      code: "instance-architecture",
      places: [
        { path: ["nodePools", other, "instanceType"] },
        { path: ["controlPlane", "instanceType"], label: controlPlane.architecture },
        { path: ["os", "image"], label: "one image for both" },
      ],
      message: `"${pool.instanceType}" is a machine for ${pool.architecture}, and the image is one for ${controlPlane.architecture} or for ${pool.architecture}`,
      help: "leave os.image out, so that each gets its own, or choose instance types of one architecture",
    },
  ];
};

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
