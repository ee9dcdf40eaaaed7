/** Machines that fetch from the cluster's bucket what they consist of, in public and private subnets over the zones. */
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import type { AwsPlace, Zone } from "../../place/model.ts";

export interface FetchingPlace extends AwsPlace {
  /** Whether it is a place of today's releases: the control plane keeps a disk of its own, and nobody writes names. */
  readonly isToday: boolean;
  /** That disk, GiB, and the snapshot that it is made from; null where it begins empty. */
  readonly keptDisk: { readonly size: number; readonly from: string | null };
  /** Whether AWS counts a machine only when it says itself that it serves. */
  readonly waitsForMachines: boolean;
  readonly tenancy: "default" | "dedicated";
  readonly publicSubnets: readonly Zone[];
  readonly nat: "per-zone" | "single";
  readonly dns: DnsZones;
  /** Ranges that may reach the API from outside the VPC; none where its load balancer is inside. */
  readonly apiAccess: readonly string[];
  /** Ranges that may log in to the public nodes. */
  readonly sshAccess: readonly string[];
  readonly api: ApiBalancer;
  /** What the internet asks of something in the public subnets. */
  readonly web: {
    readonly http: boolean;
    readonly https: boolean;
    /** Ports of machines in private subnets that come by with the addresses of those who ask. */
    readonly behind: readonly number[];
  };
  readonly controlPlane: MachineGroup;
  /** In the order of the node pools. */
  readonly pools: readonly MachineGroup[];
  /** The bucket that machines fetch their files from. */
  readonly bucket: string;
  readonly backup: Backup;
  /** The SNS topic that alarms tell, null where they tell nobody; null itself where there are no alarms. */
  readonly alarms: { readonly topic: string | null } | null;
  /** The container image with the AWS command line, for images that do not bring it. */
  readonly awsCliImage: string;
}

export interface DnsZones {
  /** e.g. `prod.kube` */
  readonly privateName: string;
  /** The part of the spec that it is called after. */
  readonly privateFrom: SpecPath;
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

/** Machines that boot from one user-data: an auto-scaling group, or as many as the spec says. */
export interface MachineGroup {
  /** Whose machines it holds: `control-plane`, or the name of a pool. */
  readonly role: string;
  /** Of an auto-scaling group and its launch template, e.g. `example.minion` */
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
  /** GiB of the disk beside its machines' own; null where they have none. */
  readonly dataDiskSize: number | null;
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
