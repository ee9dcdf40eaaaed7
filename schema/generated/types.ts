// Generated from the schemas by `npm run generate`; do not edit.

/**
 * A SHA-256 digest.
 */
export type Sha256 = string;
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
 * A region of AWS.
 */
export type Region = string;
/**
 * What the host calls itself, as hostname prints it; nodes are known to Kubernetes by it.
 */
export type HostName = string;
/**
 * One IPv4 address.
 */
export type Address = string;
/**
 * What the host is for: control-plane, etcd, the name of a node pool, or several of these. Where no host is said to run etcd, the control plane does.
 *
 * Items: control-plane, etcd, or the name of a node pool.
 */
export type HostRoles = string[];
/**
 * What hosts call their group by.
 */
export type HostGroupName = string;
/**
 * What fails together with other hosts of the same name, such as a room: nodes bear it as a label, and pods of one controller are spread over zones.
 */
export type HostZone = string;
/**
 * A range of IPv4 addresses in CIDR form.
 */
export type Cidr = string;
/**
 * One zone: the region and a letter.
 */
export type Zone = string;
/**
 * aws and aws-autoscaling only, and needed there: The zones of the region to spread over, one subnet each, on aws-autoscaling a private and a public one. On aws the first holds the control plane, and nodes go round the list in order. Append new zones at the end: their subnets are cut in that order, and on aws nodes move.
 */
export type Zones = Zone[];
/**
 * aws and aws-autoscaling only: The name of an EC2 key pair that exists in the region; its owner can log in to every machine. Releases before 1.35 need one; since then machines are reached through Session Manager, and have one only where it is named here.
 */
export type KeyPair = string;
/**
 * The name of an S3 bucket, unique in all of AWS.
 */
export type BucketName = string;
/**
 * The id of a Route 53 hosted zone, without /hostedzone/.
 */
export type HostedZoneId = string;
/**
 * The ARN of an ACM certificate or of an IAM server certificate.
 */
export type CertificateArn = string;
/**
 * aws and aws-autoscaling only: The AMI the machines boot from; it must exist in the region. Nothing is looked up at compile time, so a new release changes nothing until you change this line. Left out, Terraform looks for the newest of `os.release` whenever it plans, and groups change their machines for it when it is applied; the families coreos, centos and atomic need it.
 */
export type Image = string;
/**
 * aws and aws-autoscaling only: which of its publisher's images Terraform looks for where `os.image` names none: 24.04 (unless said) or 26.04 of ubuntu, the channel stable (unless said), beta, alpha or lts of flatcar.
 */
export type ImageRelease = string;
/**
 * A container image with a tag or a digest. Without either, or with the tag latest, what runs changes by itself.
 */
export type ContainerImage = string;
/**
 * aws and aws-autoscaling only, and needed there: The EC2 instance type.
 */
export type InstanceType = string;
/**
 * aws and aws-autoscaling only: Size of the root disk in GiB. It holds the operating system, the container images and the containers' files.
 */
export type DiskSize = number;
/**
 * aws-autoscaling only: size in GiB of the disk that holds the containers and etcd. It goes with its machine.
 */
export type DataDiskSize = number;
/**
 * How many nodes the pool has. On aws one more adds the next number, and one less takes the last. In a group it is how many are wanted: every apply sets it again.
 */
export type NodeCount = number;
/**
 * The key of a label: a name, or a DNS domain, a slash and a name.
 */
export type NodeLabelKey = string;
/**
 * A port number.
 */
export type Port = number;
/**
 * A path from the root, without . and ..
 */
export type AbsolutePath = string;
/**
 * What stands between the percent signs.
 */
export type TokenName = string;
/**
 * A path from the root, without . and .., and without the colon that docker's -v reads as the end of a path.
 */
export type BoundPath = string;
/**
 * Files of your own that every machine, or the ones you name, is given. Their contents may hold tokens: the machine binds those before the unit starts that needs the file.
 */
export type Files = File[];
/**
 * Whether the add-on is on.
 */
export type AddonEnabled = boolean;
/**
 * How many pods run.
 */
export type Replicas = number;
/**
 * A name in Kubernetes: lower-case letters, digits and hyphens.
 */
export type ObjectName = string;
/**
 * The protocol of the port.
 */
export type Protocol = "TCP" | "UDP";
/**
 * Workloads of your own: pods that are kept running, in the shape that the Kubernetes version takes.
 */
export type Workloads = Workload[];
/**
 * Services of your own: a name and an address for pods, in the shape that the Kubernetes version takes.
 */
export type Services = Service[];

export interface Specs {}
/**
 * SHA-256 digests of what machines fetch, by name: another content is refused. The runbook lists what is fetched, and how to get its digest. On aws-autoscaling, one that lies in the cluster's bucket as programs/<digest> is taken from there. Left out, what comes is taken; of releases since 1.35 the compiler knows the digests, and one that it does not know has to have all of them here.
 */
export interface Programs {
  "kube-apiserver"?: Sha256;
  "kube-controller-manager"?: Sha256;
  "kube-scheduler"?: Sha256;
  "kube-proxy"?: Sha256;
  kubelet?: Sha256;
  kubectl?: Sha256;
  "kube-register"?: Sha256;
  kubernetes?: Sha256;
  kubeadm?: Sha256;
  containerd?: Sha256;
  runc?: Sha256;
  "cni-plugins"?: Sha256;
  crictl?: Sha256;
  "kubeadm-arm64"?: Sha256;
  "kubelet-arm64"?: Sha256;
  "kubectl-arm64"?: Sha256;
  "containerd-arm64"?: Sha256;
  "runc-arm64"?: Sha256;
  "cni-plugins-arm64"?: Sha256;
  "crictl-arm64"?: Sha256;
  "etcd-arm64"?: Sha256;
  weave?: Sha256;
  flanneld?: Sha256;
  etcd?: Sha256;
}
/**
 * hosts only: credentials of registries that images are pulled from, by their names. Machines have them for their kubelet and for whoever logs in, readable for nobody else.
 */
export interface Registries {
  /**
   * Who pulls from a registry.
   */
  [k: string]: {
    /**
     * The token that is <user>:<password> in base64, as docker login writes it down. Each machine binds it.
     */
    auth: string;
    /**
     * Of the account; docker wants the key, not a value.
     */
    email?: string;
  };
}
/**
 * Warnings that you know of: the code of each, as it is printed, and your reason. They are not printed any more; the runbook shows the reason. Errors cannot be acknowledged.
 */
export interface Acknowledged {
  /**
   * Why it is as it should be, on one line.
   */
  [k: string]: string;
}
/**
 * Which release of Kubernetes the machines run, and where they fetch it.
 */
export interface Kubernetes {
  version: KubernetesVersion;
  releaseUrl?: HttpUrl;
  archiveUrl?: HttpUrl;
  /**
   * hosts only: who tells the API of nodes. self: their kubelets do. manual: a unit of each host does, with the labels of the node, and goes on seeing to it.
   */
  registration?: "self" | "manual";
  registerUrl?: HttpUrl;
}
/**
 * Where the machines run.
 */
export interface Platform {
  /**
   * The kind of place the machines run in. aws: machines with addresses of their own, in one subnet a zone. aws-autoscaling: auto-scaling groups over public and private subnets, whose machines fetch what they need from S3. hosts: machines that exist already, by name and address.
   */
  type: "aws" | "aws-autoscaling" | "hosts";
  region?: Region;
  /**
   * hosts only, and needed there: the machines. Of those that are nodes of a pool, the first are in use, as many as the pool's count says.
   */
  hosts?: Host[];
  /**
   * hosts only: what hosts share, by the name that they call their group by. What a host says itself comes first.
   */
  groups?: {
    [k: string]: HostGroup;
  };
  ssh?: HostSsh;
  /**
   * hosts only: how hosts come by what they consist of. none: push.sh brings it, and install.sh puts it in place. per-host: each boots from user-data of its own. shared: all boot from the same user-data, in which each finds its own by its name.
   */
  userData?: "none" | "per-host" | "shared";
  /**
   * hosts only: images that no registry has. push.sh --images brings each to every node as the tar file that docker export made of a container, where docker import makes an image of it.
   */
  importedImages?: {
    /**
     * Its name in the directory that push.sh --images is given.
     */
    [k: string]: string;
  };
  zones?: Zones;
  keyPair?: KeyPair;
  state?: State;
  /**
   * aws and aws-autoscaling only: The IPv4 range of a zone's subnet, by zone; with aws-autoscaling of its private one. A zone that is not named gets the sixteenth of the VPC range that matches its place in the list of zones.
   */
  subnets?: {
    [k: string]: Cidr;
  };
  /**
   * aws and aws-autoscaling only: the IPv4 range of a zone's public subnet, by zone. A zone that is not named gets the sixteenth of the VPC range that is eight after its private one's. On aws only with releases since 1.35.
   */
  publicSubnets?: {
    [k: string]: Cidr;
  };
  /**
   * aws-autoscaling only, and needed there: what the cluster is for. It is part of the machines' names: master.<environment>.kube and, with a public zone, master.<environment>.<domain>; of releases since 1.35 it is part of the API's: api.<environment>.kube.
   */
  environment?: string;
  bucket?: BucketName;
  /**
   * aws and aws-autoscaling only: alarms of CloudWatch when a group has too few machines that serve, no copy of etcd comes, or a machine does not get through its boot. Each costs about 0.10 USD a month, and 0.30 USD for a count that machines tell. On aws only with releases since 1.35, where no groups are.
   */
  alarms?: {
    /**
     * Whether there are any.
     */
    enabled?: boolean;
    /**
     * The SNS topic that is told, in the region of the cluster. Left out, the alarms show in CloudWatch alone.
     */
    topic?: string;
  };
  /**
   * aws-autoscaling only: whether the VPC's machines share hardware with those of other accounts. dedicated costs a fee per region and hour beside dearer machines, and not every instance type has it. With an existing network, say what its VPC has.
   */
  tenancy?: "default" | "dedicated";
  /**
   * aws and aws-autoscaling only: how the private subnets reach the internet. per-zone: a NAT gateway in each zone, so that a zone that fails takes no other along. single: one for all. A gateway costs about 33 USD a month and 0.045 USD a GB in most regions; with a single one, traffic from other zones costs another 0.01 USD a GB. On aws only with releases since 1.35.
   */
  nat?: "per-zone" | "single";
  /**
   * aws-autoscaling only: the Route 53 zones that the cluster's names are in.
   */
  dns?: {
    /**
     * The domain below which the public names stand: master.<environment>.<domain>, <pool>.<environment>.<domain>. Left out, there is no public zone.
     */
    domain?: string;
    publicZoneId?: HostedZoneId;
    privateZoneId?: HostedZoneId;
  };
  /**
   * aws-autoscaling only: a VPC and subnets that exist, by id, instead of new ones. Their route tables, gateways and network ACLs are yours: the private subnets need a way to the internet, the public ones an internet gateway. What is known of it to you alone is asked for: network.vpcCidr, which has no default then, its tenancy, and the ranges that it reaches.
   */
  existing?: {
    /**
     * The id of the VPC; its DNS support and DNS hostnames have to be on.
     */
    vpc: string;
    privateSubnets: SubnetIds;
    publicSubnets?: SubnetIds;
    /**
     * Ranges beside the VPC's own that are reached from it: secondary ones, peered networks, what is behind a VPN. Containers and services must not have their addresses.
     */
    ranges?: Cidr[];
    /**
     * Domains that are answered in the VPC alone: private zones, what is forwarded to resolvers of your own. The cluster's own domain must not take their names.
     *
     * Items: A domain whose names pods may have to ask for.
     */
    domains?: string[];
  };
  /**
   * aws and aws-autoscaling only: Who reaches the cluster from outside. Nobody, unless it is said here, but for the load balancer of aws and the public nodes of aws-autoscaling: they take HTTP and HTTPS from everywhere.
   */
  access?: {
    /**
     * Ranges that may log in: on aws to every machine, on aws-autoscaling to the public nodes, and through them to the others. Each is a rule of a security group and, where aws-autoscaling makes the VPC, of its network ACL, which has room for few. With releases since 1.35 nobody logs in so on aws: Session Manager leads to the machines.
     */
    ssh?: Cidr[];
    /**
     * aws only: ranges whose ICMP every machine takes, such as pings.
     */
    icmp?: Cidr[];
    /**
     * aws and aws-autoscaling only: ranges that reach the API on port 443 of its load balancer, which is then public. With releases since 1.35 it is port 6443 of a second load balancer, and clients sign in with their certificates; before, the token API_TOKEN, a secret, is what they sign in with: bind it in tokens. A security group of EC2 has room for 59 of them by default. Left out, nobody reaches it from outside the VPC.
     */
    api?: Cidr[];
    certificate?: CertificateArn;
  };
  /**
   * aws-autoscaling only: names of IAM users that are made, without access keys: those are yours to make and never in Terraform's state. They are part of the data stack and protected like the rest of it.
   *
   * Items: The name of a user; names are global in an account.
   */
  users?: string[];
  /**
   * aws and aws-autoscaling only: Tags of your own on everything that takes tags, beside Cluster and ManagedBy.
   */
  tags?: {
    /**
     * The value of a tag.
     */
    [k: string]: string;
  };
}
/**
 * A machine that exists.
 */
export interface Host {
  name: HostName;
  address: Address;
  roles?: HostRoles;
  group?: HostGroupName;
  zone?: HostZone;
  labels?: HostLabels;
  containers?: Cidr;
  ssh?: HostSsh;
}
/**
 * Labels of the node, beside those of its pool.
 */
export interface HostLabels {
  /**
   * The value of a label.
   */
  [k: string]: string;
}
/**
 * How push.sh logs in to it.
 */
export interface HostSsh {
  /**
   * Who logs in; root, or who may become root by sudo without a password. Left out, it is os.loginUser.
   */
  user?: string;
  /**
   * The port of its SSH server. Left out, it is 22.
   */
  port?: number;
  /**
   * The host that leads there, as ssh -J takes it.
   */
  jump?: string;
}
/**
 * What its hosts share.
 */
export interface HostGroup {
  roles?: HostRoles;
  zone?: HostZone;
  labels?: HostLabels;
  ssh?: HostSsh;
}
/**
 * aws and aws-autoscaling only: An S3 bucket that keeps Terraform's state, an object a stack, locked while Terraform works. The bucket has to exist. Left out, the state lives beside the stacks. Terraform moves what there is: run terraform init -migrate-state in each stack after a change.
 */
export interface State {
  bucket: BucketName;
  region?: Region;
  /**
   * What the objects' names start with: <prefix>/<stack>/terraform.tfstate. Left out, it is the name of the cluster.
   */
  prefix?: string;
}
/**
 * The id of a subnet, by zone.
 */
export interface SubnetIds {
  /**
   * The id of a subnet that exists.
   */
  [k: string]: string;
}
/**
 * What the machines boot.
 */
export interface Os {
  /**
   * The family of operating systems; it decides the format of user-data. For releases since 1.35: ubuntu, Ubuntu 24.04 and later, by cloud-init; flatcar, Flatcar Container Linux, by Ignition. For those before: coreos: CoreOS, by coreos-cloudinit. centos: CentOS and its kin, by cloud-init; the image brings docker and a version 2 of the AWS command line, or a version 1 from 1.16.290 on. The docker of either image has to be of the years of the Kubernetes version (up to 1.9 for Kubernetes 1.0 and before, 1.8 to 1.12 for later ones): Flatcar's is too new. atomic: RHEL Atomic and its kin, by cloud-init; the image brings Kubernetes, etcd, flannel and docker, and is to bring the Kubernetes version that the spec names.
   */
  family: "ubuntu" | "flatcar" | "coreos" | "centos" | "atomic";
  image?: Image;
  release?: ImageRelease;
  /**
   * Who logs in over SSH. Left out, it is ubuntu on ubuntu, core on flatcar and coreos, centos on centos and cloud-user on atomic; Rocky's images have rocky, those of CentOS Stream ec2-user.
   */
  loginUser?: string;
  /**
   * aws-autoscaling only: what the image calls its root disk; another name adds a disk instead of sizing that one. Left out, it is /dev/xvda on coreos and /dev/sda1 on the others.
   */
  rootDevice?: "/dev/xvda" | "/dev/sda1" | "/dev/sda";
  awsCliImage?: ContainerImage;
  /**
   * Public keys that may log in to every machine, beside the key pair that its platform installs.
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
   * How container traffic crosses machines. routes: a route per machine in the route tables of its network, no overlay. flannel: an overlay (VXLAN) whose ranges the machines lease from etcd, or, in releases since 1.35, have from the API. weave: an overlay whose routers find each other by themselves; its project has ended, and releases since 1.35 have none of it. aws has the first two, aws-autoscaling flannel, hosts all three; images of the family atomic have flannel alone. Left out, it is routes on aws and flannel elsewhere.
   */
  type?: "routes" | "flannel" | "weave";
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
   * aws only: how many routes your account may put into one route table. AWS grants 50 and raises it to 1,000 at most on request; the compiler only needs to know.
   */
  routeQuota?: number;
  flannelUrl?: HttpUrl;
  weaveUrl?: HttpUrl;
  /**
   * hosts only: the token that is weave's password: with it, routers take no others in and encrypt what they carry. Each machine binds it.
   */
  password?: string;
}
/**
 * How machines reach what is outside of the cluster: by which proxy, whose time they keep, and where images come from instead.
 */
export interface Egress {
  /**
   * Everything on a machine that asks the outside goes through it: downloads of programs, the cloud's command line, docker's pulls, the cluster's registry on its way to its store, etcd's discovery, the updater of CoreOS. What belongs to the cluster is never asked through it, nor is instance metadata. It has to take HTTPS (CONNECT), and machines by their address: a password here would be readable on every machine.
   */
  proxy?: string;
  /**
   * Hosts that machines reach by themselves, such as a mirror of your own: an address, or a domain with all below it. What reads the list on the machines knows no ranges, no ports and no stars.
   *
   * Items: An address, or a domain with all below it, with or without a dot before it.
   */
  noProxy?: string[];
  /**
   * NTP servers that the machines' clocks follow in place of those that the image names, by chrony on centos, by ntpd or systemd-timesyncd on coreos, by whichever of chrony and systemd-timesyncd the image has elsewhere. They are asked directly, on UDP port 123.
   *
   * Items: The name or the address of an NTP server.
   */
  timeServers?: string[];
  /**
   * By registry, mirrors that are asked for its images first, in this order. docker has mirrors of Docker Hub (docker.io) alone; containerd, in releases since 1.35, of every registry.
   */
  registryMirrors?: {
    /**
     * Mirrors of one registry.
     *
     * Items: Where a mirror is, without a path.
     */
    [k: string]: string[];
  };
  programMirror?: HttpUrl;
}
/**
 * Where etcd runs, how its members find each other, and how its data is kept.
 */
export interface Etcd {
  discoveryUrl?: HttpUrl;
  /**
   * aws-autoscaling only: the client URLs of an etcd of your own, version 2 API on. Left out, etcd runs on the control plane, which is then a single machine.
   */
  endpoints?: HttpUrl[];
  archiveUrl?: HttpUrl;
  /**
   * aws and aws-autoscaling only: copies of etcd's data in the cluster's bucket, from which a control plane on an empty disk restores itself. Losing the machine loses what is younger than the last snapshot. Of releases since 1.35 they are EBS snapshots of the disk that the control plane keeps, with etcd's data, certificates and keys; losing the machine loses nothing. On aws only with these.
   */
  backup?: {
    /**
     * Minutes between two snapshots.
     */
    periodMinutes?: number;
    /**
     * How many snapshots are kept; older ones go after a newer one has arrived, never by their age alone.
     */
    keep?: number;
  };
}
/**
 * The machine that runs the API server, the scheduler and the controllers.
 */
export interface ControlPlane {
  instanceType?: InstanceType;
  diskSize?: DiskSize;
  address?: Address;
  /**
   * hosts only: the name or address that leads to the API of whichever host of the control plane serves, such as a load balancer's. Left out, it is the address of the first; needed where there are several. Releases since 1.35 know the control plane by a name: left out, it is api.<cluster>.internal, which every host writes down.
   */
  endpoint?: string;
  /**
   * aws-autoscaling only: how many machines the group has. One, unless etcd is external: etcd lives on that machine.
   */
  count?: number;
  dataDiskSize?: DataDiskSize;
  /**
   * aws and aws-autoscaling only: with releases since 1.35, the EBS snapshot that the control plane's disk is made from, when it is made. A disk that is there is left alone.
   */
  diskFrom?: string;
}
/**
 * A set of identical nodes.
 */
export interface NodePool {
  /**
   * Nodes are called <pool>-1, <pool>-2 and so on, in a group by their instance ids. The name is part of every Terraform address of the pool: a new name replaces its machines.
   */
  name: string;
  instanceType?: InstanceType;
  diskSize?: DiskSize;
  count?: NodeCount;
  min?: NodeCount;
  max?: NodeCount;
  dataDiskSize?: DataDiskSize;
  /**
   * aws-autoscaling only: whether the nodes stand in the public subnets, take HTTP and HTTPS from everywhere and have Elastic IPs: what the document calls load-balancer minions. They get the label role=loadbalancer.
   */
  public?: boolean;
  /**
   * aws-autoscaling only: whether the machines of the pool are kept apart from those of others: neither reach the other's ports, the database among them; only containers reach each other, through the overlay. For pools that run what is trusted less, such as public ones.
   */
  apart?: boolean;
  /**
   * aws-autoscaling only: how many Elastic IPs the nodes of a public pool take turns at; the pool's public name leads to those that a node answers at on port 80. Left out, it is the group's maximum and what it may pass that by while it rebalances its zones: ten percent, at least one.
   */
  elasticIps?: number;
  /**
   * Labels of the nodes, beside the zone's. On aws only with releases since 1.35.
   */
  labels?: {
    /**
     * The value of a label.
     */
    [k: string]: string;
  };
}
/**
 * aws only: the public entry to what runs on the nodes: HTTP 80 to a port of every node and, with a certificate, HTTPS 443 to port 8443.
 */
export interface LoadBalancer {
  certificate?: CertificateArn;
  nodePort?: Port;
  /**
   * A name of the load balancer in a zone of yours.
   */
  dns?: {
    /**
     * The name, with the zone's own at its end.
     */
    name: string;
    zoneId: HostedZoneId;
  };
}
/**
 * Where the values of tokens come from, by name. A token is written %%NAME%% where its value belongs; add-ons bring tokens of their own, which you bind here, and you may bind more for your own texts.
 */
export interface Tokens {
  [k: string]: TokenBinding;
}
/**
 * One source of a token's value. value, env and file are read when the spec is compiled, terraform when the stacks are applied, the others where the text is used: by the machine, or by manifests/apply.sh.
 */
export interface TokenBinding {
  /**
   * The value itself. Not for secrets: it ends up in the output.
   */
  value?: string;
  /**
   * The variable of the compiling process that holds the value; read only where whoever runs clusterwright names it in CLUSTERWRIGHT_ALLOW_ENV (NAME,NAME). Not for secrets: the value ends up in the output.
   */
  env?: string;
  /**
   * A text file that holds the value, relative to the spec and not above it; a byte order mark before it and its last newline do not count. Hidden files, and what is named for a credential, are read only where whoever runs clusterwright names them in CLUSTERWRIGHT_ALLOW_FILES (PATH,PATH). Not for secrets: the value ends up in the output.
   */
  file?: string;
  /**
   * The output of one of the stacks that holds the value.
   */
  terraform?:
    | "vpc_id"
    | "database_address"
    | "database_port"
    | "database_name"
    | "database_user"
    | "database_secret_arn"
    | "media_bucket"
    | "registry_bucket"
    | "load_balancer_dns_name"
    | "control_plane_public_ip";
  /**
   * The path below latest/meta-data that the machine asks for the value.
   */
  metadata?: string;
  /**
   * The name or ARN of a Systems Manager parameter.
   */
  ssm?: string;
  /**
   * The name or ARN of a secret; or terraform:<output> where an output of the stacks holds the ARN.
   */
  secretsmanager?: string;
  machineFile?: AbsolutePath;
  /**
   * Where the secret is a JSON object: the key whose text is the value.
   */
  key?: string;
  /**
   * Whether the value is a secret. It is when an add-on says so, or when it comes from Secrets Manager or SSM and you do not say false here.
   */
  secret?: boolean;
}
/**
 * One file.
 */
export interface File {
  path: AbsolutePath;
  /**
   * The text of the file. CoreOS puts the machine's addresses in the places of $private_ipv4 and $public_ipv4, here as everywhere in user-data.
   */
  content: string;
  /**
   * Its permissions.
   */
  mode?: "0600" | "0640" | "0644" | "0755";
  /**
   * Who gets it: control-plane, or names of node pools. Left out, every machine does.
   *
   * Items: control-plane, or the name of a node pool.
   */
  machines?: string[];
  /**
   * The unit of the machine that reads the file: it binds the file's tokens before it starts, and does not start when one has no value.
   */
  neededBy?: string;
}
/**
 * What runs on the cluster from the start. An add-on that is named here is on, unless it says enabled: false.
 */
export interface Addons {
  dns?: DnsAddon;
  registry?: RegistryAddon;
  "registry-ui"?: RegistryUiAddon;
  "hybris-platform"?: HybrisPlatformAddon;
  solr?: SolrAddon;
  yapache?: YapacheAddon;
  "yapache-watcher"?: YapacheWatcherAddon;
  consul?: ConsulAddon;
  vault?: VaultAddon;
}
/**
 * Resolves services for containers, at the DNS service address and in the domain of the network. Containers: etcd, kube2sky, skydns.
 */
export interface DnsAddon {
  enabled?: AddonEnabled;
  images?: Images;
}
/**
 * Other images than the add-on's own, by container.
 */
export interface Images {
  [k: string]: ContainerImage;
}
/**
 * The cluster's own registry, in an S3 bucket. Container: registry.
 */
export interface RegistryAddon {
  enabled?: AddonEnabled;
  bucket?: BucketName;
  /**
   * How the registry signs in to S3. keys: the secrets REGISTRY_AWS_KEY and REGISTRY_AWS_SECRET; instanceRole: the nodes get a role that may use the bucket, and so may every container on them; not on centos with the registry of Kubernetes up to 1.2, which cannot ask for session tokens.
   */
  credentials?: "keys" | "instanceRole";
  images?: Images;
  env?: Environment;
}
/**
 * Environment variables of the container, by name. Values may hold tokens.
 */
export interface Environment {
  /**
   * The value of the variable.
   */
  [k: string]: string;
}
/**
 * Shows what is in the registry; a container beside it, in the same pod. Container: registry-ui.
 */
export interface RegistryUiAddon {
  enabled?: AddonEnabled;
  images?: Images;
  env?: Environment;
}
/**
 * The shop application, HTTP on 9001 and HTTPS on 9002. Container: hybris-platform; its image is yours to build and to push. With data.database it gets DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER and the secret DATABASE_PASSWORD, with data.buckets.media MEDIA_BUCKET, with solr SOLR_URL; credentials for the bucket are yours to hand over in env.
 */
export interface HybrisPlatformAddon {
  enabled?: AddonEnabled;
  replicas?: Replicas;
  address?: Address;
  images?: Images;
  env?: Environment;
}
/**
 * The shop's search. Container: solr; its image is yours to build and to push.
 */
export interface SolrAddon {
  enabled?: AddonEnabled;
  address?: Address;
  images?: Images;
  env?: Environment;
}
/**
 * Apache on ports 8080 and 8443 of the nodes, behind the load balancer; on aws-autoscaling on port 80 of the public nodes, where nothing ends TLS before it. Its configuration follows the etcd keys below /yapache. Container: yapache, from images/yapache.
 */
export interface YapacheAddon {
  enabled?: AddonEnabled;
  replicas?: Replicas;
  images?: Images;
  env?: Environment;
}
/**
 * Watches the endpoints of a service and writes Apache's configuration for them to /yapache/hybris.conf. Container: yapache-watcher, from images/yapache-k8s-watcher.
 */
export interface YapacheWatcherAddon {
  enabled?: AddonEnabled;
  service?: ObjectName;
  images?: Images;
  env?: Environment;
}
/**
 * Consul servers. Container: consul.
 */
export interface ConsulAddon {
  enabled?: AddonEnabled;
  /**
   * How many servers have to join before they elect a leader. Odd, so that one may be lost.
   */
  replicas?: 1 | 3 | 5 | 7;
  namespace?: ObjectName;
  /**
   * <account>/<name>: the servers find each other through Atlas, with the secret ATLAS_TOKEN, as in the document. HashiCorp has ended that service; left out, they find each other through a headless service.
   */
  atlas?: string;
  dataDirectory?: BoundPath;
  /**
   * aws-autoscaling only: each node copies what is in dataDirectory to the cluster's bucket, below backups/consul/<instance id>/, as it lies there.
   */
  backup?: {
    /**
     * Minutes between two copies.
     */
    periodMinutes?: number;
    /**
     * How many of a node are kept.
     */
    keep?: number;
  };
  images?: Images;
  env?: Environment;
}
/**
 * Vault with Consul behind it. Container: vault, from images/vault.
 */
export interface VaultAddon {
  enabled?: AddonEnabled;
  namespace?: ObjectName;
  keysDirectory?: BoundPath;
  /**
   * Vault's policies by name, in HCL. Vault gets them when it initialises itself, and at each start while its keys are in keysDirectory; the runbook says how they are changed afterwards.
   */
  policies?: {
    /**
     * The rules of the policy.
     */
    [k: string]: string;
  };
  /**
   * A command in the container that gets the unseal keys and the root token as JSON on its standard input, and the admins as its last arguments. What it says is shown nowhere. When it succeeds, the keys are removed from keysDirectory; when it fails, they stay, and it is tried again when Vault starts again.
   */
  handOver?: {
    /**
     * Program and arguments, as the image has them.
     *
     * Items: One word of the command.
     */
    command: string[];
    /**
     * Who gets them.
     *
     * Items: A name as the command knows it.
     */
    admins: string[];
  };
  images?: Images;
  env?: Environment;
}
/**
 * Labels by name.
 */
export interface Labels {
  /**
   * The value of a label.
   */
  [k: string]: string;
}
/**
 * A number of equal pods.
 */
export interface Workload {
  name: ObjectName;
  namespace?: ObjectName;
  /**
   * controller: a controller keeps the pods running, on other nodes if need be. pod: a single pod without a controller, which goes when its node goes.
   */
  kind?: "controller" | "pod";
  replicas?: Replicas;
  labels?: Labels;
  selector?: Labels;
  ownLabels?: Labels;
  nodeSelector?: Labels;
  /**
   * The containers of each pod.
   */
  containers: Container[];
  /**
   * Directories that the containers of a pod mount.
   */
  volumes?: Volume[];
}
/**
 * One container of a pod.
 */
export interface Container {
  name: ObjectName;
  image: ContainerImage;
  /**
   * What the container runs instead of what the image says. May hold tokens, but no secrets: a command line is open to every process of the machine.
   *
   * Items: One word of the command.
   */
  command?: string[];
  /**
   * What the image's entry point is given, or the command where there is one. Means the same in every version. May hold tokens, but no secrets.
   *
   * Items: One argument.
   */
  args?: string[];
  /**
   * The share of the node's processors that the container is sure of, in thousandths of one. It may have more while nobody else wants it. Left out, it takes what is left over.
   */
  cpu?: string;
  /**
   * The memory that the container is sure of, and the most that it may have: the kernel ends it where it takes more. Left out, there is no limit.
   */
  memory?: string;
  /**
   * When the node pulls the image. Left out, it is pulled where the node does not have it; with the tag latest at every start, but where nodes cannot pull from public registries and have images carried to them.
   */
  pullPolicy?: "Always" | "IfNotPresent" | "Never";
  env?: Environment;
  /**
   * The ports that the container listens on.
   */
  ports?: ContainerPort[];
  /**
   * Volumes of the workload, and where the container sees them.
   */
  mounts?: Mount[];
}
/**
 * A port of a container.
 */
export interface ContainerPort {
  name: ObjectName;
  port: Port;
  hostPort?: Port;
  protocol?: Protocol;
}
/**
 * A volume of the workload inside a container.
 */
export interface Mount {
  volume: ObjectName;
  path: BoundPath;
  /**
   * Whether the container may only read.
   */
  readOnly?: boolean;
}
/**
 * A directory with exactly one source.
 */
export interface Volume {
  name: ObjectName;
  /**
   * Empty when the pod starts, gone when it ends.
   */
  emptyDir?: {};
  hostPath?: BoundPath;
  /**
   * Configuration files by name, with their contents: a config map that comes with the workload. Kubernetes has them from 1.2 on.
   */
  files?: {
    /**
     * What the file says.
     */
    [k: string]: string;
  };
}
/**
 * A name and an address for the pods whose labels match.
 */
export interface Service {
  name: ObjectName;
  namespace?: ObjectName;
  selector: Labels;
  labels?: Labels;
  /**
   * Addresses of nodes that the service also answers at: what comes to one of them on a port of the service goes to its pods.
   *
   * Items: An address of a node.
   */
  publicAddresses?: string[];
  address?: Address;
  /**
   * What the service listens on. Before 1.0 a service has one port: each further one becomes a service called <service>-<port>.
   */
  ports: ServicePort[];
}
/**
 * One port of a service.
 */
export interface ServicePort {
  name: ObjectName;
  port: Port;
  targetPort?: Port;
  protocol?: Protocol;
}
/**
 * aws and aws-autoscaling only: What outlives the machines, in a stack of its own: the database and the buckets.
 */
export interface Data {
  database?: Database;
  buckets?: Buckets;
  /**
   * Whether Terraform and AWS refuse to destroy the database and the buckets. Say false and apply before you take the cluster down for good.
   */
  protected?: boolean;
}
/**
 * An RDS MySQL instance in subnets of its own, open to the nodes alone. RDS makes its password and keeps it in Secrets Manager.
 */
export interface Database {
  /**
   * The RDS instance class.
   */
  instanceClass: string;
  /**
   * Its size in GiB.
   */
  storage?: number;
  /**
   * The version of MySQL, major.minor; RDS picks the newest patch. AWS charges extra for 5.7 and 8.0, whose standard support has ended.
   */
  engineVersion?: "5.7" | "8.0" | "8.4" | "9.7";
  /**
   * The database that RDS creates.
   */
  name?: string;
  /**
   * The user that RDS creates.
   */
  user?: string;
  /**
   * Whether RDS keeps a standby in another zone. It doubles the cost.
   */
  multiZone?: boolean;
  /**
   * After how many days RDS replaces the password. Pods have the one that was there when apply.sh ran, so that they have to be created anew then; left alone, RDS would do so every week.
   */
  passwordDays?: number;
  /**
   * How many days of backups RDS keeps.
   */
  backupDays?: number;
}
/**
 * S3 buckets: versioned, encrypted, closed to the public.
 */
export interface Buckets {
  media?: BucketName;
  registry?: BucketName;
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
  egress?: Egress;
  etcd?: Etcd;
  controlPlane?: ControlPlane;
  /**
   * Sets of identical nodes. On aws the order of the list is part of the address plan: append new pools at the end.
   */
  nodePools: NodePool[];
  loadBalancer?: LoadBalancer;
  files?: Files;
  data?: Data;
  addons?: Addons;
  workloads?: Workloads;
  services?: Services;
  tokens?: Tokens;
  programs?: Programs;
  registries?: Registries;
  acknowledged?: Acknowledged;
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
    /**
     * Ranges that reach every machine, a key beside the document's own. Left out, it is as there: everybody may try to log in, and ping.
     */
    access?: {
      /**
       * Ranges that may log in.
       */
      ssh?: Cidr[];
      /**
       * Ranges whose ICMP is taken.
       */
      icmp?: Cidr[];
    };
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
