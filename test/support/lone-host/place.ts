/** A kind of place that nobody's cloud makes: one machine that exists, at an address that the spec names. */

import { containersOf } from "../../../generators/facts/addressing.ts";
import { oneRoleEach } from "../../../generators/facts/nodes.ts";
import type { Place } from "../../../generators/model/place.ts";
import { placeVariant } from "../../../generators/model/variants.ts";
import type { ClusterSpec } from "../../../schema/generated/types.ts";

export interface LoneHost extends Place {
  readonly address: string;
}

/** The schema of the test admits it beside the others. */
const TYPE = "lone-host" as Place["type"];

const addressOf = ({ platform }: ClusterSpec): string => (platform as unknown as { readonly address: string }).address;

export const place = placeVariant<LoneHost>({
  type: TYPE,
  networks: ["routes"],
  families: ["coreos"],
  hasCloud: false,
  nodesComeAndGo: null,
  resolve: (spec, { network }) => {
    const address = addressOf(spec);
    const podCidr = containersOf(network.podCidr, address);
    return {
      type: TYPE,
      region: null,
      address,
      nameserver: null,
      ranges: [],
      domains: [],
      routesContainers: true,
      environmentFile: "/etc/machine-environment",
      placement: { controlPlane: { name: spec.name, address, podCidr }, others: [], pools: [] },
      offers: { database: null, store: null },
      askedDirectly: [],
      importedImages: [],
      claims: [`the host ${address}`],
    };
  },
  notices: () => [],
  idleKeys: () => [],
  host: ({ address }) => ({ host: address, entry: null, ownEntry: null, hostFrom: [["platform", "address"]], most: 1 }),
  pool: () => ({ count: 0, most: 0, labels: {}, zones: [] }),
  etcd: () => ({ onNodes: false, members: [], directory: null, from: [["etcd"]] }),
  roles: (_place, cluster) => oneRoleEach(cluster),
  asksForNames: () => true,
  entrance: () => ({ http: 80, https: null, nodes: {}, from: [] }),
  files: () => [],
  tokens: () => [],
  outputs: {},
  sources: ["value", "env", "file", "machineFile"],
  machineSources: () => ["machineFile"],
});
