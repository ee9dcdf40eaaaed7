/** User-data of hosts: what only a host is stands in it beside what its role is. */
import type { SpecPath } from "../../../schema/diagnostics.ts";
import type { Cluster, Role } from "../../model/cluster.ts";
import type { Machine } from "../../model/machine.ts";
import type { Entries, Unit } from "../../model/units.ts";
import type { Variants } from "../../model/variants.ts";
import { machineFile } from "../../parts/files.ts";
import { environmentText, hostsOf, inOrder } from "./environment.ts";
import { ownFileOf } from "./machines.ts";
import { ENVIRONMENTS, type Host, type HostsPlace } from "./place/model.ts";

type HostsCluster = Cluster<HostsPlace>;

const FROM: SpecPath = ["platform", "hosts"];

interface Made {
  readonly machines: readonly Machine[];
  readonly variants: Variants;
}

/** A host alone. */
export function hostMachine(cluster: HostsCluster, host: Host, role: Role, { machines, variants }: Made): Machine {
  const machine = machines.find((each) => each.role === role.name) as Machine;
  const own = machineFile(ownFileOf(cluster), "0644", environmentText(cluster, host, role, variants), FROM);
  return { ...machine, title: `host ${host.name}: ${machine.title}`, files: [own, ...machine.files] };
}

/** In the order of each machine: what the next one has besides comes behind what it has before it. */
function merged(machines: readonly Machine[]): readonly Unit[] {
  const all: Unit[] = [];
  for (const { units } of machines) {
    let after = -1;
    for (const unit of units) {
      const known = all.findIndex(({ name }) => name === unit.name);
      if (known === -1) all.splice(after + 1, 0, unit);
      after = known === -1 ? after + 1 : known;
    }
  }
  return all;
}

/**
 * Conditions by which a unit is started on some hosts alone: of one with a bar before its value any has to hold, of one
 * without it, every one (systemd.unit(5)).
 */
export function conditions(here: readonly string[], others: readonly string[]): Entries {
  if (others.length === 0) return [];
  if (others.length < here.length) return others.map((name) => ["ConditionHost", `!${name}`]);
  const [only] = here;
  return here.length === 1 && only !== undefined
    ? [["ConditionHost", only]]
    : here.map((name) => ["ConditionHost", `|${name}`]);
}

/** All hosts as one: each finds who it is by its name, and starts the units that are its own. */
export function sharedMachine(cluster: HostsCluster, machines: readonly Machine[], variants: Variants): Machine {
  const [first] = machines as unknown as readonly [Machine];
  const own = inOrder(cluster).map(([host, role]) =>
    machineFile(`${ENVIRONMENTS}/${host.name}`, "0644", environmentText(cluster, host, role, variants), FROM),
  );
  const files = new Map(machines.flatMap((machine) => machine.files.map((file) => [file.path, file] as const)));
  const guarded = (unit: Unit): Unit => {
    const has = (role: Role): boolean =>
      machines.some((machine) => machine.role === role.name && machine.units.some(({ name }) => name === unit.name));
    const names = (roles: readonly Role[]): readonly string[] =>
      roles.flatMap((role) => hostsOf(cluster, role).map(({ name }) => name));
    const { roles } = cluster;
    const guards = conditions(names(roles.filter(has)), names(roles.filter((role) => !has(role))));
    const sections = unit.sections.map(({ name, entries }) =>
      name === "Unit" ? { name, entries: [...entries, ...guards] } : { name, entries },
    );
    return { ...unit, sections };
  };
  return {
    ...first,
    title: `hosts of ${cluster.name}, all of them`,
    from: machines.flatMap(({ from }) => from),
    files: [...own, ...files.values()],
    units: merged(machines).map(guarded),
  };
}
