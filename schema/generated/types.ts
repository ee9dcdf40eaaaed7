// Generated from the schemas by `npm run generate`; do not edit.

/**
 * Names the output directory and every resource, and gives the cluster its DNS domain. Lower-case letters, digits and hyphens.
 */
export type ClusterName = string;
/**
 * The exact release, major.minor.patch.
 */
export type KubernetesVersion = string;
/**
 * An http or https URL.
 */
export type HttpUrl = string;
/**
 * The region everything is created in.
 */
export type Region = string;
/**
 * One zone: the region and a letter.
 */
export type Zone = string;
/**
 * The zones of the region to spread over, one subnet each. The first holds the control plane. Nodes go round the list in order, so append new zones at the end and expect nodes to move when you do.
 */
export type Zones = Zone[];
/**
 * The name of an EC2 key pair that exists in the region; its owner can log in to every machine.
 */
export type KeyPair = string;
/**
 * A range of IPv4 addresses in CIDR form.
 */
export type Cidr = string;
/**
 * One IPv4 address.
 */
export type Address = string;
/**
 * The AMI the machines boot from; it must exist in the region. Nothing is looked up at compile time, so a new release changes nothing until you change this line.
 */
export type Image = string;
/**
 * The EC2 instance type.
 */
export type InstanceType = string;
/**
 * Size of the root disk in GiB. It holds the operating system, the container images and the containers' files.
 */
export type DiskSize = number;
/**
 * How many nodes the pool has. One more adds the next number; one less takes the last.
 */
export type NodeCount = number;

export interface Specs {}
/**
 * Which release of Kubernetes the machines run, and where they fetch it.
 */
export interface Kubernetes {
  version: KubernetesVersion;
  releaseUrl?: HttpUrl;
  registerUrl?: HttpUrl;
}
/**
 * Where the machines run.
 */
export interface Platform {
  /**
   * The kind of place the machines run in.
   */
  type: "aws";
  region: Region;
  zones: Zones;
  keyPair: KeyPair;
  /**
   * The IPv4 range of a zone's subnet, by zone. A zone that is not named gets the sixteenth of the VPC range that matches its place in the list of zones.
   */
  subnets?: {
    [k: string]: Cidr;
  };
}
/**
 * What the machines boot.
 */
export interface Os {
  /**
   * The family of operating systems; it decides the format of user-data.
   */
  family: "coreos";
  image: Image;
  /**
   * Public keys that may log in to every machine, beside the EC2 key pair.
   *
   * Items: One line as it stands in a .pub file.
   */
  sshAuthorizedKeys?: string[];
}
/**
 * Address ranges and how containers reach each other across machines.
 */
export interface Network {
  /**
   * How container traffic crosses machines. routes: one VPC route per machine, no overlay.
   */
  type?: "routes";
  vpcCidr?: Cidr;
  podCidr?: Cidr;
  serviceCidr?: Cidr;
  dnsServiceIp?: Address;
  registryServiceIp?: Address;
  /**
   * The DNS domain of services: <service>.<namespace>.<domain>. Left out, it is <name>.local.
   */
  domain?: string;
  /**
   * How many routes your account may put into one route table. AWS grants 50 and raises it to 1,000 at most on request; the compiler only needs to know.
   */
  routeQuota?: number;
}
/**
 * How the etcd members find each other.
 */
export interface Etcd {
  discoveryUrl?: HttpUrl;
}
/**
 * The machine that runs the API server, the scheduler and the controllers.
 */
export interface ControlPlane {
  instanceType: InstanceType;
  diskSize?: DiskSize;
  address?: Address;
}
/**
 * A group of identical nodes.
 */
export interface NodePool {
  /**
   * Nodes are called <pool>-1, <pool>-2 and so on. The name is part of every Terraform address of the pool: a new name replaces its machines.
   */
  name: string;
  instanceType: InstanceType;
  diskSize?: DiskSize;
  count: NodeCount;
}
/**
 * The public entry to what runs on the nodes: HTTP 80 to port 8080 and, with a certificate, HTTPS 443 to port 8443 of every node.
 */
export interface LoadBalancer {
  /**
   * ARN of the ACM or IAM certificate for HTTPS. Without one there is no HTTPS listener.
   */
  certificate?: string;
}
/**
 * The machine that runs the API server, the scheduler and the controllers.
 */
export interface Master {
  disk_size: DiskSize;
  instance_type: InstanceType;
}
/**
 * The nodes.
 */
export interface Minions {
  disk_size: DiskSize;
  instance_type: InstanceType;
  number: NodeCount;
}
/**
 * One Kubernetes cluster: where it runs, on what, and how many machines it has.
 */
export interface ClusterSpec {
  /**
   * The format this spec is written in. There is one.
   */
  apiVersion: "clusterwright/v1";
  name: ClusterName;
  kubernetes: Kubernetes;
  platform: Platform;
  os: Os;
  network?: Network;
  etcd?: Etcd;
  controlPlane: ControlPlane;
  /**
   * Groups of identical nodes. The order of the list is part of the address plan: append new pools at the end.
   */
  nodePools: NodePool[];
  loadBalancer?: LoadBalancer;
}
/**
 * The ycluster.yml of the yCluster document, taken as it is and read as a cluster spec of today.
 */
export interface YclusterSpec {
  /**
   * Where the machines run.
   */
  aws: {
    availability_zones: Zones;
    coreos_ami: Image;
    key_name: KeyPair;
    region: Region;
  };
  /**
   * What the cluster consists of.
   */
  ycluster: {
    kubernetes_version: KubernetesVersion;
    master: Master;
    minions: Minions;
    name: ClusterName;
  };
}
