/** The data stack: what outlives the machines. */

import { DbInstance } from "@cdktf/provider-aws/lib/db-instance/index.js";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group/index.js";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { type TerraformRemoteState, Token } from "cdktf";
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import * as ports from "../../../facts/ports.ts";
import { add, entries, note, output, type Stack, stateOf } from "../../../terraform/stack.ts";
import type { AwsPlace, Database } from "../place/model.ts";
import { aroundDatabase } from "../place/naming.ts";
import { securityGroupOutput } from "./security-groups.ts";
import { subnetIdsIn } from "./subnet-ids.ts";

const DATABASE = ["data", "database"] as const;
const BUCKETS = ["data", "buckets"] as const;
const CLUSTER_BUCKET = ["platform", "bucket"] as const;
const PROTECTED = ["data", "protected"] as const;
const PLACE = [
  ["platform", "zones"],
  ["network", "vpcCidr"],
] as const;

const lifecycle = (stack: Stack<AwsPlace>) =>
  stack.cluster.platform.data.protected ? { lifecycle: { preventDestroy: true } } : {};

const subnetGroup = (stack: Stack<AwsPlace>, subnetIds: string): DbSubnetGroup =>
  add(stack, DbSubnetGroup, "database", note("where RDS may place the database", DATABASE, ["name"]), {
    name: aroundDatabase(stack.cluster.name),
    subnetIds: Token.asList(subnetIds),
    tags: { Name: aroundDatabase(stack.cluster.name) },
  });

/** Subnets that no route leads out of; in a VPC that exists, the private ones that are there. */
function databaseSubnets(stack: Stack<AwsPlace>, network: TerraformRemoteState, database: Database): DbSubnetGroup {
  const { name } = stack.cluster;
  const { zones: there } = stack.cluster.platform;
  const names = there.map(({ name: zone }) => zone);
  if (database.subnets.length === 0) return subnetGroup(stack, subnetIdsIn(network, "private_subnet_ids", names));
  const zones = entries(
    stack,
    "database_zones",
    Object.fromEntries(database.subnets.map(({ name: zone, subnet }) => [zone, { cidr: subnet }])),
  );
  const table = add(stack, RouteTable, "database", note("leads nowhere but to the VPC", DATABASE, ["name"]), {
    vpcId: network.getString("vpc_id"),
    tags: { Name: aroundDatabase(name) },
  });
  const subnet = add(
    stack,
    Subnet,
    "database",
    note("a subnet a zone for the database alone", DATABASE, ...PLACE, ["name"]),
    {
      forEach: zones,
      vpcId: network.getString("vpc_id"),
      availabilityZone: zones.key,
      cidrBlock: zones.getString("cidr"),
      tags: { Name: `${aroundDatabase(name)}-${zones.key}` },
    },
  );
  add(
    stack,
    RouteTableAssociation,
    "database",
    note("no subnet of the database reaches the internet", DATABASE, ...PLACE),
    {
      forEach: zones,
      subnetId: `\${${subnet.fqn}[each.key].id}`,
      routeTableId: table.id,
    },
  );
  return subnetGroup(stack, `\${values(${subnet.fqn})[*].id}`);
}

function databaseAccess(stack: Stack<AwsPlace>, network: TerraformRemoteState): SecurityGroup {
  const name = aroundDatabase(stack.cluster.name);
  const around = add(stack, SecurityGroup, "database", note("around the database", DATABASE, ["name"]), {
    name,
    description: "database",
    vpcId: network.getString("vpc_id"),
    tags: { Name: name },
  });
  add(stack, VpcSecurityGroupIngressRule, "database_from_nodes", note(null, DATABASE), {
    securityGroupId: around.id,
    description: "MySQL from the nodes",
    ipProtocol: "tcp",
    fromPort: ports.MYSQL,
    toPort: ports.MYSQL,
    referencedSecurityGroupId: network.getString(securityGroupOutput("nodes")),
  });
  return around;
}

/**
 * Drivers of the shop's years sign in by mysql_native_password alone. 8.4 still has it, for users that are made while this
 * says so, RDS's master user among them ("Security considerations for upgrading", Aurora MySQL 8.4); 5.7 and 8.0 have it by
 * themselves, and 9.0 dropped it.
 */
const SIGN_IN: Readonly<Record<string, { readonly family: string; readonly policy: string }>> = {
  "8.4": { family: "mysql8.4", policy: "*:mysql_native_password" },
};

function signIn(stack: Stack<AwsPlace>, { engineVersion }: Database): DbParameterGroup | null {
  const own = SIGN_IN[engineVersion];
  if (own === undefined) return null;
  const name = `${aroundDatabase(stack.cluster.name)}-${own.family.replaceAll(".", "-")}`;
  const about = note("how users sign in that are made from now on: as drivers of the shop's years can", DATABASE, [
    "name",
  ]);
  return add(stack, DbParameterGroup, "database", about, {
    name,
    family: own.family,
    description: "sign-in by mysql_native_password",
    parameter: [{ name: "authentication_policy", value: own.policy, applyMethod: "pending-reboot" }],
    tags: { Name: name },
  });
}

function database(stack: Stack<AwsPlace>, network: TerraformRemoteState, wanted: Database): void {
  const subnets = databaseSubnets(stack, network, wanted);
  const around = databaseAccess(stack, network);
  const { data } = stack.cluster.platform;
  const parameters = signIn(stack, wanted);
  const instance = add(
    stack,
    DbInstance,
    "database",
    note("the shop's database; RDS makes its password and keeps it in Secrets Manager", DATABASE, PROTECTED, ["name"]),
    {
      identifier: wanted.identifier,
      engine: "mysql",
      engineVersion: wanted.engineVersion,
      instanceClass: wanted.instanceClass,
      allocatedStorage: wanted.storage,
      storageType: "gp3",
      storageEncrypted: true,
      dbName: wanted.name,
      username: wanted.user,
      manageMasterUserPassword: true,
      multiAz: wanted.multiZone,
      publiclyAccessible: false,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [around.id],
      ...(parameters === null ? {} : { parameterGroupName: parameters.name }),
      backupRetentionPeriod: wanted.backupDays,
      copyTagsToSnapshot: true,
      deletionProtection: data.protected,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: wanted.finalSnapshot,
      tags: { Name: wanted.identifier },
      ...lifecycle(stack),
    },
  );
  const secret = `\${${instance.fqn}.master_user_secret[0].secret_arn}`;
  const rotation = note("how long the password lasts; RDS replaces it by itself, every week unless told so", DATABASE);
  add(stack, SecretsmanagerSecretRotation, "database", rotation, {
    secretId: secret,
    rotateImmediately: false,
    rotationRules: { automaticallyAfterDays: wanted.passwordDays },
  });
  output(stack, "database_address", "Where the database answers.", instance.address);
  output(stack, "database_port", "The port it answers on.", instance.port);
  output(stack, "database_name", "The database on it.", instance.dbName);
  output(stack, "database_user", "Its master user.", instance.username);
  output(stack, "database_secret_arn", "The secret that holds user and password.", secret);
}

/** The parts of the spec that name buckets; the first is cited. */
const bucketsFrom = ({ cluster }: Stack<AwsPlace>): readonly [SpecPath, ...SpecPath[]] =>
  cluster.platform.data.buckets.some(({ use }) => use === "cluster") ? [CLUSTER_BUCKET, BUCKETS] : [BUCKETS];

/** Everything but TLS is refused, whoever asks. */
const tlsOnly = (bucket: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`\${${bucket}.arn}`, `\${${bucket}.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });

function buckets(stack: Stack<AwsPlace>): void {
  const wanted = stack.cluster.platform.data.buckets;
  const all = entries(stack, "buckets", Object.fromEntries(wanted.map(({ use, name }) => [use, { name }])));
  const bucket = add(stack, S3Bucket, "data", note("the cluster's buckets, by use", ...bucketsFrom(stack), PROTECTED), {
    forEach: all,
    bucket: all.getString("name"),
    tags: { Name: all.getString("name"), Use: all.key },
    ...lifecycle(stack),
  });
  const each = `${bucket.fqn}[each.key]`;
  const one = { forEach: all, bucket: `\${${each}.id}` };
  const block = add(
    stack,
    S3BucketPublicAccessBlock,
    "data",
    note("closed to the public, whatever a policy says", ...bucketsFrom(stack)),
    {
      ...one,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
  );
  add(
    stack,
    S3BucketVersioningA,
    "data",
    note("what is deleted or overwritten can be had back", ...bucketsFrom(stack)),
    {
      ...one,
      versioningConfiguration: { status: "Enabled" },
    },
  );
  add(stack, S3BucketServerSideEncryptionConfigurationA, "data", note("encrypted at rest", ...bucketsFrom(stack)), {
    ...one,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  add(stack, S3BucketPolicy, "data", note("reached over TLS alone", ...bucketsFrom(stack)), {
    ...one,
    policy: tlsOnly(each),
    // S3 refuses one of two changes to a bucket's access at the same moment.
    dependsOn: [block],
  });
  if (wanted.some(({ use }) => use === "cluster")) oldVersions(stack, `${bucket.fqn}["cluster"]`);
  for (const { use } of wanted) {
    output(stack, `${use}_bucket`, `The ${use} bucket.`, `\${${bucket.fqn}["${use}"].bucket}`);
  }
}

/** Days that what was overwritten or removed in the cluster's bucket can be had back. */
const OLD_VERSIONS_DAYS = 30;

/** Machines' files and snapshots come and go: their old versions must not pile up. */
function oldVersions(stack: Stack<AwsPlace>, bucket: string): void {
  const about = note("what was overwritten or removed goes for good after a month", ["platform", "bucket"]);
  add(stack, S3BucketLifecycleConfiguration, "cluster", about, {
    bucket: `\${${bucket}.id}`,
    rule: [
      {
        id: "old-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        noncurrentVersionExpiration: [{ noncurrentDays: OLD_VERSIONS_DAYS }],
        // Of what is removed a marker stays, which every list would still go through.
        expiration: [{ expiredObjectDeleteMarker: true }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
    ],
  });
}

/** Named users; their keys are the operator's to make, so that none is ever in Terraform's state. */
function users(stack: Stack<AwsPlace>): void {
  const {
    name,
    platform: { data },
  } = stack.cluster;
  const all = entries(stack, "users", Object.fromEntries(data.users.map((user) => [user, {}])));
  add(stack, IamUser, "named", note("IAM users, without keys", ["platform", "users"], ["name"], PROTECTED), {
    forEach: all,
    name: all.key,
    path: `/${name}/`,
    ...lifecycle(stack),
  });
}

export function buildData(stack: Stack<AwsPlace>): void {
  const { database: wanted, buckets: names, users: named } = stack.cluster.platform.data;
  if (named.length > 0) users(stack);
  if (wanted !== null) database(stack, stateOf(stack, "network"), wanted);
  if (names.length > 0) buckets(stack);
}
