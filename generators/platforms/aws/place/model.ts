import type { SpecPath } from "../../../../schema/diagnostics.ts";
import type { Architecture } from "../../../model/cluster.ts";
import type { StatePlace } from "../../../terraform/state.ts";

/** What every place on AWS has. */
export interface AwsPlace extends StatePlace {
  /** e.g. `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
  /** EC2 as policies call it, e.g. `ec2.amazonaws.com` */
  readonly ec2Service: string;
  /** Null where nobody logs in with one. */
  readonly keyPair: string | null;
  readonly vpcCidr: string;
  /** The domain that DHCP hands to the machines, e.g. `eu-central-1.compute.internal` */
  readonly internalDomain: string;
  readonly zones: readonly Zone[];
  readonly securityGroups: readonly SecurityGroup[];
  /** The VPC and the subnets that exist; null where they are made. */
  readonly existing: ExistingNetwork | null;
  readonly data: Data;
  readonly image: MachineImage;
  /** What EC2 gives the control plane, and the nodes of each pool in the order of the pools. */
  readonly hardware: { readonly controlPlane: Hardware; readonly pools: readonly Hardware[] };
}

export interface Hardware {
  readonly instanceType: string;
  /** What its programs, and its image, are made for. */
  readonly architecture: Architecture;
  /** GiB */
  readonly diskSize: number;
}

/** The image that machines boot: one by its id, e.g. `ami-12ae980f`, or the newest of a publisher's release when Terraform looks. */
export type MachineImage =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "published"; readonly release: string };

export interface ExistingNetwork {
  readonly vpc: string;
  /** Subnet ids by zone. */
  readonly privateSubnets: Readonly<Record<string, string>>;
  readonly publicSubnets: Readonly<Record<string, string>>;
}

export interface Zone {
  /** e.g. `eu-central-1a` */
  readonly name: string;
  /** e.g. `172.31.0.0/20` */
  readonly subnet: string;
}

export interface SecurityGroup {
  /** Its Terraform name, e.g. `control_plane` */
  readonly key: string;
  /** e.g. `ycluster-nodes` */
  readonly name: string;
  readonly description: string;
  /** Beside its name. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly ingress: readonly IngressRule[];
}

export interface IngressRule {
  /** The rule's name within its security group, e.g. `ssh`; part of its Terraform address. */
  readonly key: string;
  readonly description: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** First and last port; -1 and -1 for every ICMP type. */
  readonly ports: readonly [from: number, to: number];
  /** The key of another security group, or a range. */
  readonly source: { readonly securityGroup: string } | { readonly cidr: string };
  /** The part of the spec that asks for it. */
  readonly from: SpecPath;
}

/** What outlives the machines. */
export interface Data {
  readonly database: Database | null;
  readonly buckets: readonly Bucket[];
  /** IAM users, without keys. */
  readonly users: readonly string[];
  /** Whether Terraform and AWS refuse to destroy it. */
  readonly protected: boolean;
}

export interface Database {
  /** e.g. `ycluster` */
  readonly identifier: string;
  readonly instanceClass: string;
  /** GiB */
  readonly storage: number;
  /** e.g. `8.4` */
  readonly engineVersion: string;
  readonly name: string;
  readonly user: string;
  readonly multiZone: boolean;
  readonly backupDays: number;
  /** The snapshot that RDS keeps when the database goes, e.g. `ycluster-final` */
  readonly finalSnapshot: string;
  /** After how many days RDS replaces the password. */
  readonly passwordDays: number;
  /** One a zone, with no way to the internet; none where the VPC exists: it stands in the private subnets then. */
  readonly subnets: readonly Zone[];
}

/** What a bucket is for. `cluster` holds what the machines fetch, and etcd's snapshots. */
export type BucketUse = "media" | "registry" | "cluster";

export interface Bucket {
  readonly use: BucketUse;
  readonly name: string;
}
