/** Auto-scaling groups over the zones, in public and private subnets; machines come and go. */
import type { AwsPlace, Zone } from "../../place/model.ts";

export interface GroupsPlace extends AwsPlace {
  readonly type: "aws-autoscaling";
  readonly placement: null;
  /** Whether it is a place of today's releases: the control plane keeps a disk of its own, and nobody writes names. */
  readonly isToday: boolean;
  /** The snapshot that this disk is made from; null where it begins empty. */
  readonly diskFrom: string | null;
  /** e.g. `prod` */
  readonly environment: string;
  readonly tenancy: "default" | "dedicated";
  readonly publicSubnets: readonly Zone[];
  readonly nat: "per-zone" | "single";
  readonly dns: DnsZones;
  /** Ranges that may reach the API from outside the VPC; none where its load balancer is inside. */
  readonly apiAccess: readonly string[];
  /** Ranges that may log in to the public nodes. */
  readonly sshAccess: readonly string[];
  readonly api: ApiBalancer;
  readonly controlPlane: MachineGroup;
  /** In the order of the node pools. */
  readonly pools: readonly MachineGroup[];
  /** The bucket that machines fetch their files from. */
  readonly bucket: string;
  readonly backup: Backup;
  /** The SNS topic that alarms tell, null where they tell nobody; null itself where there are no alarms. */
  readonly alarms: { readonly topic: string | null } | null;
  /** What the image calls its root disk, e.g. `/dev/xvda` */
  readonly rootDevice: string;
  /** The container image with the AWS command line, for images that do not bring it. */
  readonly awsCliImage: string;
}

export interface DnsZones {
  /** e.g. `prod.kube` */
  readonly privateName: string;
  /** The id of the private zone; null where it is made. */
  readonly privateId: string | null;
  /** e.g. `prod.example.com`; null without a public zone. */
  readonly publicName: string | null;
  readonly publicId: string | null;
}

/** The load balancer before the API servers. */
export interface ApiBalancer {
  readonly name: string;
  /** Whether only the VPC reaches it. */
  readonly internal: boolean;
  /** Of today's API, which has a second one for that, the one that the internet reaches; null where nobody outside does. */
  readonly publicName: string | null;
  /** A certificate that TLS ends with at the load balancer; null where it goes through to the API server. */
  readonly certificate: string | null;
  /** The names that lead to it, e.g. `master.prod.kube` */
  readonly privateRecord: string;
  readonly publicRecord: string | null;
}

/** An auto-scaling group of machines that boot from one user-data. */
export interface MachineGroup {
  /** Whose machines it holds: `control-plane`, or the name of a pool. */
  readonly role: string;
  /** Of the auto-scaling group and its launch template, e.g. `example.minion` */
  readonly name: string;
  /** Of its role and profile, e.g. `example.minion.eu-central-1` */
  readonly roleName: string;
  /** The value of its machines' Name tag. */
  readonly tag: string;
  readonly size: { readonly min: number; readonly max: number; readonly desired: number };
  /** Whether its machines stand in public subnets and are reached from the internet. */
  readonly isPublic: boolean;
  /** The key of the security group that its machines are in, beside the one of public nodes. */
  readonly securityGroup: string;
  /** GiB */
  readonly dataDiskSize: number;
  /** How many addresses its machines take turns at. */
  readonly elasticIps: number;
  /** Labels of its nodes. */
  readonly labels: Readonly<Record<string, string>>;
  /** What its machines' names in the private zone end in, or the one name they share. */
  readonly record: string;
  /** The name in the public zone that leads to its addresses; null without. */
  readonly publicRecord: string | null;
}

/** Copies of etcd's data in the bucket. */
export interface Backup {
  readonly periodMinutes: number;
  /** How many are kept. */
  readonly keep: number;
  /** e.g. `backups/etcd` */
  readonly prefix: string;
}
