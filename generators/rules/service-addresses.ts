import type { Finding } from "../../schema/diagnostics.ts";
import { addressAt, addressCount, contains, prefixLength } from "../facts/addressing.ts";
import type { FixedAddress } from "../manifests/addons/addon.ts";
import { ALL_ADDONS } from "../manifests/addons/index.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Rule } from "../model/variants.ts";
import { gathered } from "../text/gathered.ts";

/** Fewer addresses than this leave no room for services beside the ones that every cluster has. */
const LONGEST_PREFIX = 28;

/** Every service whose address the spec or the compiler fixes. */
function fixedAddresses(cluster: Cluster): readonly FixedAddress[] {
  const { network, services } = cluster;
  const own = services.flatMap(({ name, address }, index): readonly FixedAddress[] =>
    address === null ? [] : [{ path: ["services", index, "address"], what: `service ${name}`, address }],
  );
  return [
    { path: ["network", "dnsServiceIp"], what: "DNS service", address: network.dnsServiceIp },
    { path: ["network", "registryServiceIp"], what: "registry service", address: network.registry.address },
    ...ALL_ADDONS.flatMap((addon) => addon.addresses(cluster)),
    ...own,
  ];
}

function misplaced(serviceCidr: string, { path, what, address }: FixedAddress): readonly Finding[] {
  if (!contains(serviceCidr, address)) {
    return [
      {
        code: "service-address",
        places: [{ path }, { path: ["network", "serviceCidr"], label: "the service range" }],
        message: `the address ${address} of the ${what} lies outside the service range ${serviceCidr}`,
        help: `choose an address of ${serviceCidr}`,
      },
    ];
  }
  if (address === addressAt(serviceCidr, addressCount(serviceCidr) - 1)) {
    return [
      {
        code: "service-address",
        places: [{ path }],
        message: `the address ${address} of the ${what} is the last of the range, which the API server never gives out`,
        help: `choose an address up to ${addressAt(serviceCidr, addressCount(serviceCidr) - 2)}`,
      },
    ];
  }
  if (![0, 1].map((offset) => addressAt(serviceCidr, offset)).includes(address)) return [];
  return [
    {
      code: "service-address",
      places: [{ path }],
      message: `the address ${address} of the ${what} is taken: the range starts with it, or the Kubernetes API has it`,
      help: `choose an address from ${addressAt(serviceCidr, 2)} on`,
    },
  ];
}

const shared = ([first, ...others]: readonly FixedAddress[]): readonly Finding[] =>
  others.map(
    (other): Finding => ({
      code: "service-address",
      places: [{ path: other.path }, { path: first?.path ?? [], label: "also here" }],
      message: `the ${first?.what} and the ${other.what} share the address ${other.address}`,
      help: "give each an address of its own",
    }),
  );

function tooSmall(serviceCidr: string): readonly Finding[] {
  if (prefixLength(serviceCidr) <= LONGEST_PREFIX) return [];
  return [
    {
      code: "range-size",
      places: [{ path: ["network", "serviceCidr"] }],
      message: `the service range ${serviceCidr} has no room for services`,
      help: `choose a prefix length of ${LONGEST_PREFIX} or less`,
    },
  ];
}

function tooLarge({ network: { serviceCidr }, kubernetes }: Cluster): readonly Finding[] {
  const { widestServiceRange } = kubernetes.features;
  if (prefixLength(serviceCidr) >= widestServiceRange) return [];
  return [
    {
      code: "range-size",
      places: [{ path: ["network", "serviceCidr"] }],
      message: `the service range ${serviceCidr} is larger than the API server of ${kubernetes.version} takes`,
      help: `choose a prefix length of ${widestServiceRange} or more`,
      restsOn: [["kubernetes", "version"]],
    },
  ];
}

/** A service answers at addresses of nodes: one of a service or a pod never reaches a node. */
const publicAddresses = ({ network, services }: Cluster): readonly Finding[] =>
  services.flatMap(({ name, publicAddresses: all }, index) =>
    all.flatMap((address, number): readonly Finding[] => {
      const [what, key] = contains(network.serviceCidr, address)
        ? (["service", "serviceCidr"] as const)
        : contains(network.podCidr, address)
          ? (["container", "podCidr"] as const)
          : [null, null];
      if (what === null) return [];
      return [
        {
          code: "service-address",
          places: [
            { path: ["services", index, "publicAddresses", number] },
            { path: ["network", key], label: `the ${what} range` },
          ],
          message: `the public address ${address} of the service "${name}" lies in the ${what} range ${network[key]}`,
          help: "name an address of a node",
        },
      ];
    }),
  );

/** The service addresses that are fixed: in the range, not the ones that others take, each its own. */
export const serviceAddresses: Rule = (cluster) => {
  const { serviceCidr } = cluster.network;
  const fixed = fixedAddresses(cluster);
  return [
    ...tooSmall(serviceCidr),
    ...tooLarge(cluster),
    ...fixed.flatMap((each) => misplaced(serviceCidr, each)),
    ...gathered(fixed, ({ address }) => address).flatMap(shared),
    ...publicAddresses(cluster),
  ];
};
