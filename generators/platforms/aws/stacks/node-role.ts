import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition/index.js";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { registry } from "../../../manifests/addons/registry.ts";
import type { Cluster } from "../../../model/cluster.ts";
import { add, note, type Stack } from "../../../terraform/stack.ts";
import type { AwsPlace } from "../place/model.ts";
import { roleName } from "../place/naming.ts";

const REGISTRY = ["addons", "registry"] as const;

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: Statement["Condition"],
): Statement => ({ Sid, Effect: "Allow", Action, Resource, ...(Condition === undefined ? {} : { Condition }) });

export const mayAssume = ({ platform }: Pick<Cluster<AwsPlace>, "platform">): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: platform.ec2Service }, Action: "sts:AssumeRole" }],
  });

/** The bucket that the registry reaches by the nodes' role; null where it brings keys. */
function roleBucket(cluster: Pick<Cluster, "addons">): string | null {
  const config = registry.configOf(cluster);
  return config?.credentials === "instanceRole" ? config.bucket : null;
}

/** What docker-registry and distribution need of their bucket, and of no other; nothing where they bring keys. */
export function registryStatements(
  cluster: Pick<Cluster, "addons">,
  arn: (service: "s3", name: string) => string,
): readonly Statement[] {
  const bucketName = roleBucket(cluster);
  if (bucketName === null) return [];
  const bucket = arn("s3", bucketName);
  return [
    {
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: [bucket],
    },
    {
      Effect: "Allow",
      Action: [
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:AbortMultipartUpload",
        "s3:ListMultipartUploadParts",
      ],
      Resource: [`${bucket}/*`],
    },
  ];
}

/** The nodes' role, where the registry signs in to S3 with it; null where nothing on the nodes needs one. */
export function nodeProfile(stack: Stack<AwsPlace>): IamInstanceProfile | null {
  const { name, platform } = stack.cluster;
  const profileName = roleName(name, "nodes", platform.region);
  if (roleBucket(stack.cluster) === null) return null;
  const partition = add(stack, DataAwsPartition, "current", note("aws, aws-cn or aws-us-gov", REGISTRY), {});
  const role = add(
    stack,
    IamRole,
    "nodes",
    note("what the nodes and their containers may do in AWS", REGISTRY, ["name"], ["platform", "region"]),
    {
      name: profileName,
      assumeRolePolicy: mayAssume(stack.cluster),
    },
  );
  add(
    stack,
    IamRolePolicy,
    "registry",
    note("the registry keeps its images in this bucket", REGISTRY, ["data", "buckets"]),
    {
      name: "registry",
      role: role.id,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: registryStatements(stack.cluster, (_, name) => `arn:\${${partition.fqn}.partition}:s3:::${name}`),
      }),
    },
  );
  return add(
    stack,
    IamInstanceProfile,
    "nodes",
    note("gives the role to the nodes", REGISTRY, ["name"], ["platform", "region"]),
    {
      name: profileName,
      role: role.name,
    },
  );
}
