/** What comparable tools call a key, and where a key of ours stands that was written in another place. */
import { follow, type SchemaNode, schemaOf } from "./definitions.ts";
import type { SpecPath } from "./diagnostics.ts";
import { simplified } from "./suggest.ts";

/** Where something is said here; by what it is called in kops, eksctl, kube-aws, Cluster API, kubeadm, RKE, Terraform's modules. */
const CALLED: Readonly<Record<string, readonly string[]>> = {
  name: ["clusterName", "cluster", "metadata", "id"],
  "kubernetes.version": ["version", "kubernetesVersion", "k8sVersion", "clusterVersion", "release", "kubeVersion"],
  "platform.type": ["provider", "cloud", "cloudProvider", "infrastructure", "kind"],
  "platform.region": ["awsRegion", "location", "regionName"],
  "platform.zones": [
    "availabilityZones",
    "azs",
    "zone",
    "availabilityZone",
    "failureDomains",
    "masterZones",
    "nodeZones",
  ],
  "platform.keyPair": ["keyName", "sshKeyName", "sshKey", "sshKeyPair", "key", "publicKeyName", "ec2KeyName"],
  "platform.subnets": ["subnetCidrs", "privateSubnetCidrs", "subnet"],
  "platform.publicSubnets": ["publicSubnetCidrs", "utilitySubnets"],
  "platform.existing": ["vpc", "vpcId", "networkId", "existingVpc"],
  "platform.existing.privateSubnets": ["subnetIds", "privateSubnetIds"],
  "platform.existing.publicSubnets": ["publicSubnetIds"],
  "platform.access.ssh": ["sshAccess", "sshAccessCidrs", "sshAllowedCidrs", "bastion", "adminAccess"],
  "platform.access.api": ["apiAccess", "kubernetesApiAccess", "publicAccessCidrs", "apiAccessCidrs", "apiAllowedCidrs"],
  "platform.dns.domain": ["dnsZone", "externalDnsName", "domainName", "baseDomain", "hostedZone"],
  "platform.dns.publicZoneId": ["hostedZoneId", "zoneId"],
  "platform.state": ["backend", "configBase", "stateStore", "remoteState"],
  "platform.tags": ["cloudLabels", "stackTags", "additionalTags", "commonTags", "awsTags"],
  "os.image": ["ami", "amiId", "imageId", "machineImage", "baseImage", "coreosAmi"],
  "os.family": ["distribution", "distro", "amiFamily", "osType", "operatingSystem", "imageFamily"],
  "network.type": ["cni", "networking", "networkPlugin", "plugin", "networkProvider", "cniPlugin", "clusterNetwork"],
  "network.vpcCidr": ["networkCidr", "vpcCIDRBlock", "vpcNetwork", "cidrBlock"],
  "network.podCidr": [
    "podCIDRBlock",
    "podSubnet",
    "pods",
    "clusterCidr",
    "nonMasqueradeCidr",
    "podNetworkCidr",
    "flannelNetwork",
  ],
  "network.serviceCidr": [
    "serviceSubnet",
    "serviceClusterIPRange",
    "serviceClusterIpRange",
    "servicesCidr",
    "serviceNetworkCidr",
    "portalNet",
  ],
  egress: ["egressProxy", "httpProxyConfig", "proxySettings"],
  "egress.proxy": ["httpProxy", "httpsProxy", "proxyUrl", "http_proxy", "https_proxy"],
  "egress.noProxy": ["proxyExclusions", "egressExcludes", "proxyBypass"],
  "egress.timeServers": ["ntp", "ntpServers", "chrony", "timesyncd", "ntpServer"],
  "egress.registryMirrors": ["mirrors", "dockerRegistryMirrors", "containerRegistryMirrors", "registries"],
  "network.domain": ["dnsDomain", "clusterDomain", "serviceDnsDomain"],
  controlPlane: [
    "master",
    "masters",
    "controller",
    "controllers",
    "controlPlanes",
    "controlPlaneNodes",
    "managers",
    "servers",
  ],
  "controlPlane.count": [
    "masterCount",
    "controllerCount",
    "controlPlaneCount",
    "replicas",
    "desiredCapacity",
    "number",
    "size",
  ],
  "controlPlane.instanceType": [
    "masterInstanceType",
    "controllerInstanceType",
    "masterSize",
    "masterType",
    "machineType",
    "flavor",
    "type",
  ],
  nodePools: [
    "nodeGroups",
    "managedNodeGroups",
    "workers",
    "worker",
    "minions",
    "nodes",
    "instanceGroups",
    "machinePools",
    "machineDeployments",
    "agents",
    "pools",
    "workerPools",
    "nodePool",
    "workerGroups",
  ],
  "nodePools[].instanceType": [
    "machineType",
    "flavor",
    "size",
    "type",
    "instanceTypes",
    "workerInstanceType",
    "nodeSize",
    "vmSize",
  ],
  "nodePools[].count": [
    "replicas",
    "desiredCapacity",
    "desired",
    "desiredSize",
    "number",
    "quantity",
    "nodeCount",
    "workerCount",
    "numNodes",
    "instances",
    "initialNodeCount",
  ],
  "nodePools[].min": ["minSize", "minReplicas", "minNodes", "minimum", "minCount"],
  "nodePools[].max": ["maxSize", "maxReplicas", "maxNodes", "maximum", "maxCount"],
  "nodePools[].diskSize": ["volumeSize", "rootVolumeSize", "diskSizeGb", "rootDiskSize", "disk", "storage"],
  "nodePools[].labels": ["nodeLabels", "kubernetesLabels"],
  "nodePools[].public": ["publicIp", "associatePublicIp", "isPublic"],
  "controlPlane.diskSize": ["volumeSize", "rootVolumeSize", "diskSizeGb", "rootDiskSize", "disk", "storage"],
  "etcd.endpoints": ["etcdServers", "externalEtcd", "etcdEndpoints", "external"],
  "etcd.discoveryUrl": ["discovery", "discoveryToken", "etcdDiscoveryUrl"],
  "loadBalancer.certificate": ["certificateArn", "sslCertificate", "tlsCertificate", "certArn"],
  files: ["writeFiles", "fileAssets", "extraFiles"],
  workloads: ["deployments", "replicationControllers", "pods", "apps", "applications"],
};

/** A path of the schema as it is written to people: `nodePools[].count` */
const written = (path: SpecPath): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[]` : text === "" ? key : `${text}.${key}`),
    "",
  );

const parentOf = (key: string): string => key.slice(0, Math.max(0, key.lastIndexOf(".")));

type Index = ReadonlyMap<string, readonly string[]>;

function grouped(pairs: readonly (readonly [name: string, key: string])[]): Index {
  const index = new Map<string, string[]>();
  for (const [name, key] of pairs) {
    const found = index.get(simplified(name)) ?? [];
    if (!found.includes(key)) found.push(key);
    index.set(simplified(name), found);
  }
  return index;
}

const SYNONYMS = grouped(Object.entries(CALLED).flatMap(([key, names]) => names.map((name) => [name, key] as const)));

/** Every key of the native form, below mappings and lists, the shallow ones first. */
function keysBelow(raw: SchemaNode, at = ""): readonly string[] {
  const node = follow(raw);
  const own = Object.entries(node.properties ?? {}).map(
    ([key, child]) => [at === "" ? key : `${at}.${key}`, child] as const,
  );
  return [
    ...own.map(([key]) => key),
    ...own.flatMap(([key, child]) => keysBelow(child, key)),
    ...(node.items === undefined ? [] : keysBelow(node.items, `${at}[]`)),
  ];
}

const depth = (key: string): number => key.split(".").length;

const PLACES = grouped(
  [...keysBelow(schemaOf("native"))]
    .sort((a, b) => depth(a) - depth(b))
    .map((key) => [key.slice(key.lastIndexOf(".") + 1), key] as const),
);

/** Every key that another name leads to. */
export const LED_TO: readonly string[] = Object.keys(CALLED);

const TOP = Object.keys(schemaOf("native").properties ?? {});

interface Meant {
  readonly key: string;
  /** Whether it stands beside the name; otherwise the key is its whole path. */
  readonly isNeighbour: boolean;
}

/**
 * The key that somebody may have meant by a name that is none at its place: what other tools call it, or the same name
 * elsewhere. A neighbour comes first. Undefined in the older form, which is a document's and has no more keys than that.
 *
 * @param parent where the name stands
 * @param known the keys that may stand there
 */
export function keyElsewhere(parent: SpecPath, name: string, known: readonly string[]): Meant | undefined {
  const [top = known[0]] = parent;
  if (!TOP.includes(String(top))) return undefined;
  const at = written(parent);
  const found = [...(SYNONYMS.get(simplified(name)) ?? []), ...(PLACES.get(simplified(name)) ?? [])];
  const leafOf = (key: string): string => key.slice(key.lastIndexOf(".") + 1);
  const neighbour = found.find((key) => parentOf(key) === at) ?? found.find((key) => known.includes(leafOf(key)));
  if (neighbour !== undefined) return { key: leafOf(neighbour), isNeighbour: true };
  const [first] = found;
  return first === undefined ? undefined : { key: first, isNeighbour: false };
}
