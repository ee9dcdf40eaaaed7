/**
 * Whether the inventory tells the truth: every key of the spec is changed in turn, and whatever changes in the
 * output must name that key, a part of it or what holds it.
 */
import { describe, expect, test } from "vitest";
import { compiledSide } from "../commands/side.ts";
import type { Inventory, InventoryEntry } from "../generators/emit/inventory.ts";
import { STACKS } from "../generators/platforms/aws/place/stacks.ts";
import { resources } from "../generators/terraform/side.ts";
import { compileText, contentOf, specOf } from "./support/cases.ts";

/** [path, text to find, text to put there] */
const MUTATIONS: readonly (readonly [path: string, from: string, to: string])[] = [
  ["name", "name: full", "name: other"],
  ["kubernetes.version", "1.1.3", "1.1.4"],
  ["kubernetes.releaseUrl", "com/kubernetes", "com/k8s"],
  ["kubernetes.registerUrl", "com/kube-register", "com/register"],
  ["platform", "us-east-1", "us-east-2"],
  ["platform.zones", "us-east-1b, us-east-1d", "us-east-1c, us-east-1d"],
  ["platform.keyPair", "ops team", "other team"],
  ["platform.state.bucket", "full-terraform-state", "other-terraform-state"],
  ["platform.state.prefix", "clusters/full", "clusters/other"],
  ["platform.subnets", "192.168.128.0/18", "192.168.64.0/18"],
  ["os.image", "ami-0123456789abcdef0", "ami-0123456789abcdef1"],
  ["os.sshAuthorizedKeys", "bob's key", "bob"],
  ["network.vpcCidr", "vpcCidr: 192.168.0.0/16", "vpcCidr: 192.168.0.0/17"],
  ["network.podCidr", "11.0.0.0/8", "12.0.0.0/8"],
  ["network.serviceCidr", "serviceCidr: 10.100.0.0/16", "serviceCidr: 10.100.0.0/17"],
  ["network.dnsServiceIp", "10.100.0.10", "10.100.0.11"],
  ["network.registryServiceIp", "10.100.0.20", "10.100.0.21"],
  ["network.domain", "full.internal", "half.internal"],
  ["network.routeQuota", "routeQuota: 100", "routeQuota: 99"],
  ["egress.proxy", "proxy.example.com:3128", "proxy.example.com:3129"],
  ["egress.noProxy", ".full.example.com, ", ""],
  ["egress.timeServers", "169.254.169.123, ", ""],
  ["egress.registryMirrors", 'com, "http://192.0.2.10:5000"', "com"],
  ["etcd.discoveryUrl", "6a28e078", "7a28e078"],
  ["controlPlane.instanceType", "instanceType: m3.medium\n  diskSize: 80", "instanceType: m3.large\n  diskSize: 80"],
  ["controlPlane.diskSize", "diskSize: 80", "diskSize: 81"],
  ["controlPlane.address", "address: 192.168.0.20", "address: 192.168.0.21"],
  ["nodePools[0].name", "name: front", "name: rear"],
  ["nodePools[0].count", "count: 2", "count: 4"],
  ["nodePools[1].instanceType", "c3.large", "c3.xlarge"],
  ["nodePools[1].diskSize", "diskSize: 100", "diskSize: 101"],
  ["files[0].content", "%%ZONE%% of %%SITE%%", "%%ZONE%% in %%SITE%%"],
  ["files[0].mode", 'mode: "0640"', 'mode: "0600"'],
  ["files[0].machines", "machines: [batch-jobs]", "machines: [front]"],
  ["files[0].neededBy", "neededBy: kube-kubelet.service", "neededBy: docker.service"],
  ["data.database.instanceClass", "db.r5.large", "db.r5.xlarge"],
  ["data.database.storage", "storage: 100", "storage: 200"],
  ["data.database.engineVersion", '"8.0"', '"8.4"'],
  ["data.database.name", "    name: shop\n", "    name: other\n"],
  ["data.database.user", "user: shop_admin", "user: admin"],
  ["data.database.multiZone", "multiZone: true", "multiZone: false"],
  ["data.database.backupDays", "backupDays: 30", "backupDays: 31"],
  ["data.database.passwordDays", "passwordDays: 100", "passwordDays: 200"],
  ["data.buckets.media", "media: full-media", "media: other-media"],
  ["data.buckets.registry", "registry: full-registry", "registry: other-registry"],
  ["data.protected", "protected: false", "protected: true"],
  ["addons.dns.images", "skydns:1", "skydns:2"],
  ["addons.registry.bucket", "full-other-registry", "full-third-registry"],
  ["addons.registry-ui.enabled", "  registry-ui:\n    enabled: true", "  registry-ui:\n    enabled: false"],
  ["addons.registry-ui.env", 'READ_ONLY: "true"', 'READ_ONLY: "false"'],
  ["addons.hybris-platform.replicas", "replicas: 3", "replicas: 4"],
  ["addons.hybris-platform.address", "10.100.0.30", "10.100.0.32"],
  ["addons.solr.enabled", "  solr:\n    enabled: true", "  solr:\n    enabled: false"],
  ["addons.yapache.replicas", "replicas: 4\n    images: { yapache", "replicas: 3\n    images: { yapache"],
  ["addons.yapache-watcher.service", "service: shop-front", "service: hybris-platform"],
  ["addons.consul.replicas", "replicas: 5\n    namespace", "replicas: 3\n    namespace"],
  ["addons.consul.atlas", "example/full", "example/half"],
  ["addons.consul.namespace", "namespace: secrets\n    atlas", "namespace: other\n    atlas"],
  ["addons.vault.keysDirectory", "/media/keys", "/media/other"],
  ["addons.vault.namespace", "namespace: secrets\n    keys", "namespace: other\n    keys"],
  ["addons.vault.policies", "secret/data/shop", "secret/data/other"],
  ["addons.vault.handOver", "--encrypt", "--plain"],
  ["workloads[0].containers", "cpu: 250m", "cpu: 300m"],
  ["workloads[1].kind", "    kind: pod\n", ""],
  ["workloads[0].replicas", "replicas: 2\n    labels", "replicas: 3\n    labels"],
  ["workloads[0].containers", "example/front:1.0", "example/front:2.0"],
  ["services[0].ports", "port: 80, targetPort", "port: 81, targetPort"],
  ["services[0].address", "10.100.0.40", "10.100.0.41"],
  ["tokens.SITE", "SITE: { value: full }", "SITE: { value: half }"],
  ["tokens.ZONE", "metadata: placement/availability-zone", "metadata: local-ipv4"],
  ["tokens.KEY", "full/front, key: api", "full/back, key: api"],
  ["tokens.ATLAS_TOKEN", "ssm: /full/atlas", "secretsmanager: full/atlas"],
  ["loadBalancer.nodePort", "nodePort: 8081", "nodePort: 8082"],
  ["loadBalancer.dns", "Z0123456789ABCDEFGHIJ", "Z1123456789ABCDEFGHIJ"],
  ["loadBalancer.dns.name", "shop.full.example.com", "web.full.example.com"],
  ["loadBalancer.certificate", "server-certificate/full", "server-certificate/half"],
];

/** The same for auto-scaling groups. */
const OF_GROUPS: typeof MUTATIONS = [
  ["name", "name: whole", "name: other"],
  ["kubernetes.version", "1.1.3", "1.1.4"],
  ["platform.zones", "zones: [us-east-1b, us-east-1d]", "zones: [us-east-1b, us-east-1d, us-east-1c]"],
  ["platform.keyPair", "ops team", "other team"],
  ["platform.environment", "environment: full-1", "environment: full-2"],
  ["platform.bucket", "kubernetes-whole-full", "kubernetes-other-full"],
  ["platform.tenancy", "tenancy: dedicated", "tenancy: default"],
  ["platform.nat", "nat: single", "nat: per-zone"],
  ["platform.subnets", "192.168.64.0/19", "192.168.96.0/19"],
  ["platform.publicSubnets", "192.168.208.0/20", "192.168.192.0/20"],
  ["platform.dns.domain", "domain: full.example.com", "domain: half.example.com"],
  ["platform.dns.publicZoneId", "Z0123456789ABCDEFGHIJ", "Z2123456789ABCDEFGHIJ"],
  ["platform.dns.privateZoneId", "Z1123456789ABCDEFGHIJ", "Z2123456789ABCDEFGHIJ"],
  ["platform.access.api", "198.51.100.7/32", "198.51.100.8/32"],
  ["platform.access.ssh", "ssh: [203.0.113.0/24]", "ssh: [203.0.113.128/25]"],
  ["platform.access.certificate", "server-certificate/whole", "server-certificate/half"],
  ["platform.users", "users: [deploy", "users: [other"],
  ["platform.tags", '"42"', '"43"'],
  ["os.family", "family: centos", "family: coreos"],
  ["os.image", "ami-0123456789abcdef0", "ami-0123456789abcdef1"],
  ["os.loginUser", "loginUser: rocky", "loginUser: centos"],
  ["os.rootDevice", "rootDevice: /dev/sda", "rootDevice: /dev/xvda"],
  ["os.sshAuthorizedKeys", "alice@example.com", "bob@example.com"],
  ["network.podCidr", "10.20.0.0/16", "10.30.0.0/16"],
  ["network.flannelUrl", "com/flanneld", "com/other/flanneld"],
  ["egress.proxy", "192.168.0.4:8080", "192.168.0.5:8080"],
  ["egress.noProxy", "s3.us-east-1", "ec2.us-east-1"],
  ["egress.timeServers", "ntp.example.com", "time.example.com"],
  ["egress.registryMirrors", "https://mirror.example.com", "https://other.example.com"],
  ["etcd.archiveUrl", "com/etcd-v2.2.5", "com/other/etcd-v2.2.5"],
  ["etcd.backup.periodMinutes", "periodMinutes: 5", "periodMinutes: 6"],
  ["etcd.backup.keep", "keep: 200", "keep: 201"],
  ["controlPlane.instanceType", "instanceType: m3.medium\n  diskSize: 30", "instanceType: m3.large\n  diskSize: 30"],
  ["controlPlane.diskSize", "diskSize: 30", "diskSize: 31"],
  ["controlPlane.dataDiskSize", "dataDiskSize: 50", "dataDiskSize: 51"],
  ["nodePools[0].name", "name: minion", "name: other"],
  ["nodePools[0].dataDiskSize", "dataDiskSize: 100", "dataDiskSize: 101"],
  ["nodePools[0].count", "count: 2\n    min: 1", "count: 3\n    min: 1"],
  ["nodePools[0].min", "min: 1", "min: 2"],
  ["nodePools[0].max", "max: 5", "max: 6"],
  ["nodePools[0].labels", "purpose: batch", "purpose: other"],
  ["nodePools[1].elasticIps", "elasticIps: 3", "elasticIps: 2"],
  ["programs.kubelet", '"5555', '"aaaa'],
  ["programs.etcd", '"8888', '"aaaa'],
  ["platform.alarms", "012:operators", "012:others"],
  ["addons.consul.dataDirectory", "/var/lib/consul", "/var/lib/other"],
  ["addons.consul.backup", "keep: 9", "keep: 8"],
  ["addons.dns", "addons:\n  dns: {}", 'addons:\n  dns: { images: { skydns: "example/skydns:2" } }'],
  ["tokens.API_TOKEN", "/whole/api-token", "/half/api-token"],
];

/** The same for hosts. */
const OF_HOSTS: typeof MUTATIONS = [
  // An add-on by which machines ask for what they did not before.
  ["addons.dns", "nodePools:", "addons: { dns: {} }\nnodePools:"],
  ["name", "name: attic", "name: cellar"],
  ["platform.hosts[0].address", "192.168.7.20", "192.168.7.30"],
  ["platform.hosts[1].name", "name: two", "name: zwei"],
  ["platform.hosts[2].roles", "roles: [etcd]", "roles: [etcd, work]"],
  ["platform.hosts[3].labels", "disk: ssd", "disk: hdd"],
  ["platform.hosts[3].containers", "10.9.1.0/24", "10.9.2.0/24"],
  ["platform.hosts[3].ssh", "jump: ops@gate.example.com:2200", "jump: ops@gate.example.com"],
  ["platform.hosts[3]", "group: right\n      labels", "group: left\n      roles: [work]\n      labels"],
  ["platform.hosts[1].zone", "zone: window", "zone: door"],
  ["platform.importedImages", "db.tar", "other.tar"],
  ["platform.groups", "rack: green", "rack: blue"],
  ["platform.ssh", "user: ops", "user: admin"],
  ["controlPlane.endpoint", "endpoint: api.example.com", "endpoint: 192.168.7.20"],
  ["nodePools[0].count", "count: 1", "count: 2"],
  ["nodePools[0].labels", "tier: work", "tier: other"],
  ["platform.userData", "userData: none", "userData: per-host"],
  ["kubernetes.archiveUrl", "kubernetes-1.2.7.tar.gz", "other.tar.gz"],
  ["kubernetes.registration", "registration: manual", "registration: self"],
  ["network.weaveUrl", "weave-1.1.2", "weave-1.1.1"],
  ["network.password", 'password: "%%WEAVE_PASSWORD%%"', 'password: "%%QUAY_AUTH%%"'],
  ["registries", "ops@example.com", "admin@example.com"],
  ["programs.kubernetes", '"1111', '"aaaa'],
  ["programs.weave", '"2222', '"aaaa'],
  ["tokens.QUAY_AUTH", "/etc/secrets/quay", "/etc/secrets/other"],
];

/** The same for today's releases. */
const OF_TODAY: typeof MUTATIONS = [
  ["name", "name: loft", "name: attic"],
  ["kubernetes.version", "1.36.4", "1.35.8"],
  ["kubernetes.releaseUrl", "com/kubernetes", "com/k8s"],
  ["platform.hosts[0].address", "192.168.7.11", "192.168.7.31"],
  ["platform.hosts[1].name", "name: two", "name: zwei"],
  ["platform.groups", "zone: left", "zone: right"],
  ["os.family", "family: ubuntu", "family: flatcar"],
  ["os.loginUser", "loginUser: admin", "loginUser: ops"],
  ["network.type", "type: flannel\n  podCidr: 10.80.0.0/16", "type: routes\n  podCidr: 11.0.0.0/8"],
  ["network.podCidr", "10.80.0.0/16", "10.81.0.0/16"],
  ["network.serviceCidr", "serviceCidr: 10.90.0.0/16", "serviceCidr: 10.90.0.0/17"],
  ["network.dnsServiceIp", "10.90.0.10", "10.90.0.11"],
  ["network.domain", "domain: loft.local", "domain: attic.local"],
  ["egress.proxy", "proxy.example.com:3128", "proxy.example.com:3129"],
  ["egress.timeServers", "ntp.example.com", "time.example.com"],
  ["egress.registryMirrors", "https://quay.example.com", "https://other.example.com"],
  ["egress.programMirror", "programs.example.com/all", "programs.example.com/some"],
  ["controlPlane.endpoint", "api.loft.example.com", "api.attic.example.com"],
  ["nodePools[0].labels", "tier: work", "tier: other"],
  ["nodePools[0].count", "count: 2", "count: 1"],
  ["registries", "  quay.io: { auth", "  ghcr.io: { auth"],
  ["programs.kubelet", "aaaa56", "cccc56"],
  ["programs.etcd-arm64", "bbbb56", "cccc56"],
  ["files[0].neededBy", "neededBy: containerd.service", "neededBy: kubelet.service"],
  ["addons.dns.images", "coredns:1", "coredns:2"],
  ["workloads[0].containers", "hostPort: 8080", "hostPort: 8082"],
  ["tokens.KEY", "/etc/secrets/key", "/etc/secrets/other"],
];

/** Today's releases in auto-scaling groups. */
const OF_TODAYS_GROUPS: typeof MUTATIONS = [
  ["name", "name: shop\n", "name: store\n"],
  ["kubernetes.version", "1.36.4", "1.35.8"],
  ["platform.zones", "zones: [eu-west-3a, eu-west-3b, eu-west-3c]", "zones: [eu-west-3a, eu-west-3b]"],
  ["platform.environment", "environment: stage", "environment: prod"],
  ["platform.bucket", "shop-stage-kubernetes", "shop-prod-kubernetes"],
  ["platform.nat", "nat: single", "nat: per-zone"],
  ["platform.dns.domain", "domain: shop.example.com", "domain: store.example.com"],
  ["platform.access.api", "api: [203.0.113.0/24]", "api: [203.0.113.0/25]"],
  ["platform.access.ssh", "ssh: [203.0.113.0/24]", "ssh: [203.0.113.0/25]"],
  ["platform.state.prefix", "prefix: stage", "prefix: prod"],
  ["os.family", "family: flatcar\n  release: beta", 'family: ubuntu\n  release: "26.04"'],
  ["os.release", "release: beta", "release: lts"],
  ["os.sshAuthorizedKeys", "ops@example.com", "others@example.com"],
  ["egress.timeServers", "169.254.169.123", "ntp.example.com"],
  ["controlPlane.instanceType", "t4g.medium", "t4g.large"],
  ["controlPlane.dataDiskSize", "dataDiskSize: 30", "dataDiskSize: 31"],
  ["controlPlane.diskFrom", "dataDiskSize: 30", "dataDiskSize: 30, diskFrom: snap-0123456789abcdef0"],
  ["nodePools[0].count", "count: 3", "count: 4"],
  ["nodePools[0].labels", "tier: work", "tier: other"],
  ["nodePools[1].name", "name: front, instanceType", "name: gate, instanceType"],
  ["nodePools[1].instanceType", "m7i.large", "m7i.xlarge"],
  ["nodePools[2].apart", ", apart: true", ""],
  ["data.database.instanceClass", "db.t4g.medium", "db.t4g.large"],
  ["addons.registry.credentials", "  registry: { credentials: instanceRole }", "  dns: {}"],
  ["files[0].content", "100% of it", "99% of it"],
  ["workloads[0].replicas", "replicas: 2", "replicas: 1"],
  ["tokens.KEY", "ssm: /shop/front/key", "ssm: /shop/other/key"],
  ["tokens.DATABASE", "terraform: database_address", "terraform: database_name"],
];

/** Today's releases on machines with addresses of their own. */
const OF_FIXED: typeof MUTATIONS = [
  ["name", "name: lab\n", "name: other\n"],
  ["kubernetes.version", "1.37.1", "1.36.4"],
  ["platform.zones", "zones: [us-east-1a]", "zones: [us-east-1b]"],
  ["platform.bucket", "example-lab-kubernetes", "example-other-kubernetes"],
  ["platform.nat", "nat: single", "nat: per-zone"],
  ["platform.access.api", "api: [203.0.113.0/24]", "api: [203.0.113.0/25]"],
  ["platform.tags", "Team: lab", "Team: other"],
  ["platform.alarms", "nat: single", "nat: single\n  alarms: { enabled: false }"],
  ["platform.publicSubnets", "nat: single", "nat: single\n  publicSubnets: { us-east-1a: 172.31.64.0/20 }"],
  ["platform.subnets", "nat: single", "nat: single\n  subnets: { us-east-1a: 172.31.0.0/19 }"],
  ["platform.keyPair", "nat: single", "nat: single\n  keyPair: operator"],
  ["os.release", "release: stable", "release: lts"],
  ["network.type", "network: { type: flannel }", "network: { type: routes }"],
  ["controlPlane.instanceType", "instanceType: t3.medium", "instanceType: t3.large"],
  ["controlPlane.address", "address: 172.31.0.20", "address: 172.31.0.21"],
  ["controlPlane.dataDiskSize", "dataDiskSize: 30", "dataDiskSize: 31"],
  ["controlPlane.diskFrom", "snap-0123456789abcdef0", "snap-0123456789abcdef1"],
  ["etcd.backup.periodMinutes", "periodMinutes: 60", "periodMinutes: 30"],
  ["etcd.backup.keep", "keep: 24", "keep: 25"],
  ["nodePools[0].count", "m7i.large, count: 2", "m7i.large, count: 3"],
  ["nodePools[0].labels", "m7i.large, count: 2", "m7i.large, count: 2, labels: { tier: work }"],
  ["nodePools[1].name", "name: arm", "name: other"],
  ["nodePools[1].instanceType", "t4g.large", "t4g.xlarge"],
  ["data.protected", "data: { protected: false }\n", ""],
  ["loadBalancer.nodePort", "data: {", "loadBalancer: { nodePort: 30080 }\ndata: {"],
  [
    "loadBalancer.dns",
    "data: {",
    "loadBalancer: { dns: { name: web.example.com, zoneId: Z0123456789ABCDEFGHIJ } }\ndata: {",
  ],
];

const ALL = [
  ...OF_FIXED.map((mutation) => ["aws-flatcar", ...mutation] as const),
  ...OF_TODAYS_GROUPS.map((mutation) => ["groups-flatcar", ...mutation] as const),
  ...OF_TODAY.map((mutation) => ["every-key-today", ...mutation] as const),
  ...OF_HOSTS.map((mutation) => ["every-key-hosts", ...mutation] as const),
  ...MUTATIONS.map((mutation) => ["every-key", ...mutation] as const),
  ...OF_GROUPS.map((mutation) => ["every-key-autoscaling", ...mutation] as const),
];

function compiled(text: string) {
  const result = compileText(text);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
  return result;
}

const related = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${b}.`) || a.startsWith(`${b}[`) || b.startsWith(`${a}.`) || b.startsWith(`${a}[`);

const names = (from: readonly string[] | undefined, path: string): boolean =>
  from?.some((each) => related(each, path)) ?? false;

const BASES = [
  "every-key",
  "every-key-autoscaling",
  "every-key-hosts",
  "every-key-today",
  "groups-flatcar",
  "aws-flatcar",
] as const;
const before = new Map(BASES.map((name) => [name as string, compiled(specOf(name).toString())]));
const entriesOf = (result: ReturnType<typeof compiled>): readonly InventoryEntry[] =>
  (JSON.parse(contentOf(result, "inventory.json")) as Inventory).files;

describe.each(ALL)("in %s, a change of %s", (name, path, from, to) => {
  const base = specOf(name).toString();
  const earlier = before.get(name) as ReturnType<typeof compiled>;
  expect(base).toContain(from);
  // The subnet and zones of the case's region move along with it.
  const text =
    path === "platform"
      ? base.replaceAll(from, to)
      : path === "network.vpcCidr"
        ? base.replace(from, to).replace("192.168.128.0/18", "192.168.32.0/19")
        : base.replace(from, to);
  const after = compiled(text);

  test("is named by every file that it changes", () => {
    const digests = new Map(entriesOf(earlier).map((entry) => [entry.path, entry.sha256]));
    const silent = entriesOf(after).filter(
      (entry) => digests.get(entry.path) !== entry.sha256 && !names(entry.from, path),
    );
    expect(silent.map((entry) => `${entry.path}: ${entry.from.join(", ")}`)).toEqual([]);
  });

  test("is named by every resource that it changes", () => {
    const parts = new Map(
      entriesOf(after)
        .filter((entry) => entry.path.startsWith("stacks/"))
        .flatMap((entry) => entry.parts ?? [])
        .map((part) => [part.name, part.from]),
    );
    const [old, now] = [compiledSide(earlier), compiledSide(after)];
    // Without what a replaced neighbour brings about: an id is nobody's key. The provider's tags are the provider's.
    const own = ({ tags_all: _, ...block }: Readonly<Record<string, unknown>> = {}): string => JSON.stringify(block);
    const touched = STACKS.flatMap((stack) => {
      const known = resources(old, stack);
      return [...resources(now, stack)]
        .filter(([address, block]) => own(known.get(address)) !== own(block))
        .map(([address]) => address.replace(/\[.*$/, ""));
    });
    expect([...new Set(touched)].filter((address) => !names(parts.get(address), path))).toEqual([]);
  });
});

test.each(BASES)("every file, resource, unit and script of %s names at least one part of the spec", (name) => {
  const all = entriesOf(before.get(name) as ReturnType<typeof compiled>);
  expect(
    all
      .flatMap(({ path, from, parts }) => [{ name: path, from }, ...(parts ?? [])])
      .filter(({ from }) => from.length === 0),
  ).toEqual([]);
  // Where there is no user-data, each unit is a file of its own.
  expect(all.filter(({ path, parts }) => parts !== undefined || path.includes("/units/")).length).toBeGreaterThan(4);
});
