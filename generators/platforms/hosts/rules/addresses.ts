/** Addresses of hosts and of their containers. */
import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import { addressAt, contains, overlap } from "../../../facts/addressing.ts";
import { RESERVED } from "../../../facts/reserved.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { Rule } from "../../../model/variants.ts";
import type { Host, HostsPlace } from "../place/model.ts";

const at = (host: Host, key: string): SpecPath => ["platform", "hosts", host.index, key];

/** Where packets for a host would go to something else. */
export const hostAddresses: Rule<HostsPlace> = ({ platform, network }) => {
  const ranges = [
    { what: "container range", cidr: network.podCidr, path: ["network", "podCidr"] },
    { what: "service range", cidr: network.serviceCidr, path: ["network", "serviceCidr"] },
  ] as const;
  return platform.hosts.flatMap((host): readonly Finding[] => {
    const path = at(host, "address");
    const reserved = RESERVED.find(([cidr]) => contains(cidr, host.address));
    if (reserved !== undefined) {
      return [
        {
          code: "range-reserved",
          places: [{ path }],
          message: `the address ${host.address} of the host "${host.name}" is one of ${reserved[0]}, which is kept for ${reserved[1]}`,
          help: "name the address that the other hosts reach it at",
        },
      ];
    }
    return ranges
      .filter(({ cidr }) => contains(cidr, host.address))
      .map(
        ({ what, cidr, path: range }): Finding => ({
          code: "address-overlap",
          places: [{ path }, { path: range, label: `the ${what}` }],
          message: `the address ${host.address} of the host "${host.name}" lies inside the ${what} ${cidr}`,
          help: `choose a ${what} that holds no address of a host: ${what === "container range" ? "podCidr" : "serviceCidr"} of "network"`,
        }),
      );
  });
};

const FOLLOWS = "a host's range follows from its address unless the spec says another";

const rangeAt = (host: Host): SpecPath => at(host, host.saysContainers ? "containers" : "address");

/** The first /24 of the container range that no host has. */
function freeRange(podCidr: string, hosts: readonly Host[]): string {
  const taken = new Set(hosts.map((host) => host.podCidr));
  const candidates = Array.from({ length: hosts.length + 1 }, (_, index) => `${addressAt(podCidr, index * 256)}/24`);
  return candidates.find((range) => !taken.has(range)) ?? "<a /24 of the container range>";
}

/** Two hosts whose containers would have the same addresses. */
function collisions(hosts: readonly Host[], podCidr: string): readonly Finding[] {
  const sorted = hosts.toSorted((a, b) => a.index - b.index);
  const seen = new Map<string, Host>();
  return sorted.flatMap((host): readonly Finding[] => {
    const other =
      seen.get(host.podCidr) ??
      (host.saysContainers
        ? sorted.find((each) => each.index < host.index && overlap(each.podCidr, host.podCidr))
        : undefined);
    if (other === undefined) {
      seen.set(host.podCidr, host);
      return [];
    }
    return [
      {
        code: "range-overlap",
        places: [{ path: rangeAt(host) }, { path: rangeAt(other), label: `"${other.name}" has ${other.podCidr}` }],
        message: `the containers of "${host.name}" and of "${other.name}" would have the same addresses: ${host.podCidr}`,
        notes: host.saysContainers ? [] : [FOLLOWS],
        help: `give it a range of its own: containers: ${freeRange(podCidr, hosts)}`,
      },
    ];
  });
}

/** Ranges that are no part of the whole. */
const outside = ({ platform, network }: Cluster<HostsPlace>): readonly Finding[] =>
  platform.hosts
    .filter(({ podCidr }) => !contains(network.podCidr, podCidr))
    .map(
      (host): Finding => ({
        code: "range-overlap",
        places: [{ path: rangeAt(host) }, { path: ["network", "podCidr"], label: "the container range" }],
        message: `the range ${host.podCidr} of the host "${host.name}" lies outside the container range ${network.podCidr}`,
        ...(host.saysContainers ? {} : { notes: [FOLLOWS] }),
        help: `choose a part of ${network.podCidr}: containers: ${freeRange(network.podCidr, platform.hosts)}`,
      }),
    );

export const hostRanges: Rule<HostsPlace> = (cluster, _contents, { network }) =>
  network.hasFixedRanges ? [...outside(cluster), ...collisions(cluster.platform.hosts, cluster.network.podCidr)] : [];

/** An address of a service where no host answers. */
export const publicAddresses: Rule<HostsPlace> = ({ platform, services }) => {
  const known = new Set(platform.hosts.map(({ address }) => address));
  return services.flatMap(({ name, publicAddresses: all }, index) =>
    all.flatMap((address, place): readonly Finding[] =>
      known.has(address)
        ? []
        : [
            {
              code: "service-address",
              severity: "warning",
              places: [{ path: ["services", index, "publicAddresses", place] }],
              message: `no host has the public address ${address} of the service "${name}"`,
              notes: ["hosts take what is for a public address of a service, where packets for it come to them"],
              help: "name an address of a host; of one that moves between hosts, say so: acknowledged: { service-address: <your reason> }",
            },
          ],
    ),
  );
};
