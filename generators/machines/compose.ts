/** What machines consist of, for every platform, operating system, network, runtime and bootstrap. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import { startsWith } from "../../schema/paths.ts";
import { EVERY_MACHINE, LATE_VALUES, OBJECTS } from "../facts/made-of.ts";
import { rolesOf } from "../facts/nodes.ts";
import type { Cluster } from "../model/cluster.ts";
import { type Machine, type MachinePart, merge, type Parts, type Role, STAGES, type Stage } from "../model/machine.ts";
import type { KubernetesObject } from "../model/objects.ts";
import type { MachinePlan, Variants } from "../model/variants.ts";
import { withOwnFiles } from "./own-files.ts";

/** Who adds to a machine; in a stage the earlier comes first. */
const contributions = (plan: MachinePlan): readonly Parts[] => {
  const { os, bootstrap, network, runtime, platform } = plan.variants;
  return [os, bootstrap, network, runtime, platform].map(({ parts }) => parts(plan));
};

/** What the manifests are made of, where the control plane has them. */
const MANIFESTS: readonly SpecPath[] = [...OBJECTS, ...LATE_VALUES];

function about({ name }: Cluster, { pool }: Role, createsAddons: boolean): Pick<Machine, "title" | "from"> {
  if (pool === null) {
    const manifests = createsAddons ? MANIFESTS : [];
    return { title: `control plane of ${name}`, from: [["controlPlane"], ...EVERY_MACHINE, ...manifests] };
  }
  return {
    title: `nodes of the pool ${pool.of.name} of ${name}`,
    from: [["nodePools", pool.index], ["controlPlane", "address"], ...EVERY_MACHINE],
  };
}

/** What parts of a machine come from beside what every such machine is made of: its user-data names them. */
function besides(
  known: readonly SpecPath[],
  parts: readonly { readonly from: readonly SpecPath[] }[],
): readonly SpecPath[] {
  const others = parts.flatMap(({ from }) => from).filter((path) => !known.some((root) => startsWith(path, root)));
  return [...new Map(others.map((path) => [path.join("\0"), path])).values()];
}

function compose(cluster: Cluster, role: Role, objects: readonly KubernetesObject[], variants: Variants): Machine {
  const { os, platform } = variants;
  const plan: MachinePlan = { cluster, role, own: platform.ownAddress ?? os.ownAddress, objects, variants };
  const all = contributions(plan);
  const partsOf = (stage: Stage): readonly MachinePart[] => all.flatMap((parts) => parts[stage] ?? []);
  const { files, units, listens, fetches } = merge(STAGES.flatMap(partsOf));
  const namesIn = (stage: Stage): readonly string[] => {
    const part = merge(partsOf(stage));
    return [...part.files.map(({ path }) => path), ...part.units.map(({ name }) => name)];
  };
  const early = namesIn("egress");
  const told = about(cluster, role, platform.createsAddons);
  return withOwnFiles(cluster, {
    role: role.name,
    title: told.title,
    from: [...told.from, ...besides(told.from, [...files, ...units])],
    sshAuthorizedKeys: cluster.os.sshAuthorizedKeys,
    settings: platform.settings,
    files,
    units: units.map((unit) => (early.includes(unit.name) ? unit : platform.finish(unit))),
    listens,
    fetches,
    early,
    standing: namesIn("standing"),
  });
}

/** A machine for each role: the control plane, then the pools in the order of the spec. */
export const machinesFor = (
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  variants: Variants,
): readonly Machine[] => rolesOf(cluster).map((role) => compose(cluster, role, objects, variants));
