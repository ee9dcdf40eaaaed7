/** The place that the machines run in, decided down to every name and address. */
import type { SpecPath } from "../../schema/diagnostics.ts";

/** The places a cluster can run in; one member a platform variant. */
export type Platform = AwsPlatform | AwsAutoscalingPlatform;

/** What every place on AWS has. */
export interface AwsPlace {
  readonly region: string;
  /** e.g. `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
  /** EC2 as policies call it, e.g. `ec2.amazonaws.com` */
  readonly ec2Service: string;
  readonly keyPair: string;
  readonly vpcCidr: string;
  /** The domain that DHCP hands to the machines, e.g. `eu-central-1.compute.internal` */
  readonly internalDomain: string;
  /** Amazon's DNS for the machines, e.g. `172.31.0.2` */
  readonly nameserver: string;
  readonly zones: readonly Zone[];
  /** Zones that the spec gives a subnet to although it does not use them. */
  readonly strayZones: readonly StrayZone[];
  readonly securityGroups: readonly SecurityGroup[];
  /** Where Terraform keeps its state; null beside the stacks. */
  readonly state: StateBucket | null;
  /** Tags of the spec's own. */
  readonly tags: Readonly<Record<string, string>>;
  /** The VPC and the subnets that exist; null where they are made. */
  readonly existing: ExistingNetwork | null;
  /** Where every machine stands; null where groups of machines come and go. */
  readonly placement: Placement | null;
  /** IAM users; part of the data. */
  readonly users: readonly string[];
}

/** Machines that each have an address of their own. */
export interface AwsPlatform extends AwsPlace {
  readonly type: "aws";
  readonly loadBalancer: LoadBalancer;
  readonly routeQuota: number;
  readonly placement: Placement;
}

/** Where every machine stands. */
export interface Placement {
  readonly controlPlane: MachinePlace;
  /** In the order of the node pools. */
  readonly pools: readonly PoolPlacement[];
}

export interface PoolPlacement {
  readonly nodes: readonly MachinePlace[];
  /** How many nodes the pool can grow to before it meets the next one's addresses. */
  readonly capacity: number;
}

/** A zone that a map of the spec's names for nothing. */
export interface StrayZone {
  /** The map, e.g. `["platform", "subnets"]` */
  readonly path: SpecPath;
  readonly zone: string;
}

/** One machine of its own: a place, an address, the containers' range. */
export interface MachinePlace {
  /** e.g. `minion-1` */
  readonly name: string;
  /** The value of its Name tag, e.g. `ycluster-minion-1` */
  readonly fullName: string;
  readonly zone: string;
  readonly address: string;
  /** The range its containers get their addresses from, e.g. `10.0.10.0/24` */
  readonly podCidr: string;
}

/** An S3 bucket that keeps Terraform's state. */
export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
  /** e.g. `ycluster` */
  readonly prefix: string;
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
  readonly ingress: readonly IngressRule[];
}

export interface IngressRule {
  /** The rule's name within its group, e.g. `ssh`; part of its Terraform address. */
  readonly key: string;
  readonly description: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** First and last port; -1 and -1 for every ICMP type. */
  readonly ports: readonly [from: number, to: number];
  /** The key of another group, or a range. */
  readonly source: { readonly group: string } | { readonly cidr: string };
  /** The part of the spec that asks for it. */
  readonly from: SpecPath;
}

export interface LoadBalancer {
  /** e.g. `ycluster-elb` */
  readonly name: string;
  readonly listeners: readonly Listener[];
  /** Null without an HTTPS listener. */
  readonly certificate: string | null;
  readonly healthCheck: HealthCheck;
}

export interface Listener {
  readonly protocol: "http" | "https";
  readonly port: number;
  /** The port on the nodes, always plain HTTP: TLS ends at the load balancer. */
  readonly nodePort: number;
  readonly certificate: string | null;
}

export interface HealthCheck {
  /** e.g. `TCP:8080` */
  readonly target: string;
  readonly timeoutSeconds: number;
  readonly intervalSeconds: number;
  readonly unhealthyThreshold: number;
  readonly healthyThreshold: number;
}

/** Auto-scaling groups over the zones, in public and private subnets; machines come and go. */
export interface AwsAutoscalingPlatform extends AwsPlace {
  readonly type: "aws-autoscaling";
  /** e.g. `prod`; empty where the spec names none: a rule refuses it. */
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
  /** The bucket that machines fetch their files from; empty where the spec names none: a rule refuses it. */
  readonly bucket: string;
  readonly backup: Backup;
}

export interface ExistingNetwork {
  readonly vpc: string;
  /** Subnet ids by zone. */
  readonly privateSubnets: Readonly<Record<string, string>>;
  readonly publicSubnets: Readonly<Record<string, string>>;
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
  /** A certificate that TLS ends with at the load balancer; null where it goes through to the API server. */
  readonly certificate: string | null;
  /** The names that lead to it, e.g. `master.prod.kube` */
  readonly privateRecord: string;
  readonly publicRecord: string | null;
}

/** An auto-scaling group of machines that boot from one user-data. */
export interface MachineGroup {
  /** `control-plane`, or the name of the pool. */
  readonly group: string;
  /** Of the auto-scaling group, its launch template and its role, e.g. `example-minion` */
  readonly name: string;
  /** The value of its machines' Name tag. */
  readonly tag: string;
  readonly size: { readonly min: number; readonly max: number; readonly desired: number };
  /** Whether its machines stand in public subnets and are reached from the internet. */
  readonly isPublic: boolean;
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
