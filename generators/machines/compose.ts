/** What machines consist of, for every platform, operating system, network, runtime and bootstrap. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import { startsWith } from "../../schema/paths.ts";
import { EVERY_MACHINE, LATE_VALUES, OBJECTS } from "../facts/made-of.ts";
import { ETCD_MEMBER } from "../facts/naming.ts";
import type { Cluster, Role } from "../model/cluster.ts";
import { type Machine, type MachinePart, merge, type Parts, STAGES, type Stage } from "../model/machine.ts";
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

function about({ name }: Cluster, role: Role, createsAddons: boolean): Pick<Machine, "title" | "from"> {
  const { isControlPlane, runsEtcd, pool } = role;
  const what = [
    ...(isControlPlane ? ["control plane"] : []),
    ...(pool === null ? [] : [`nodes of the pool ${pool.of.name}`]),
    ...(!isControlPlane && runsEtcd && role.parts.includes(ETCD_MEMBER) ? ["members of etcd"] : []),
  ];
  const own: readonly SpecPath[] = [...role.from, ...(isControlPlane ? [] : [["controlPlane", "address"]])];
  const manifests = isControlPlane && createsAddons ? MANIFESTS : [];
  return { title: `${what.join(" and ")} of ${name}`, from: [...own, ...EVERY_MACHINE, ...manifests] };
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
  const plan: MachinePlan = { cluster, role, own: platform.ownAddress?.(cluster) ?? os.ownAddress, objects, variants };
  const all = contributions(plan);
  const partsOf = (stage: Stage): readonly MachinePart[] => all.flatMap((parts) => parts[stage] ?? []);
  const { files, units, listens, fetches } = merge(STAGES.flatMap(partsOf));
  const namesIn = (stage: Stage): readonly string[] => {
    const part = merge(partsOf(stage));
    return [...part.files.map(({ path }) => path), ...part.units.map(({ name }) => name)];
  };
  const early = namesIn("egress");
  const told = about(cluster, role, platform.createsAddons);
  return withOwnFiles(cluster, role, {
    role: role.name,
    own: role.from,
    parts: role.parts,
    title: told.title,
    from: [...told.from, ...besides(told.from, [...files, ...units])],
    sshAuthorizedKeys: cluster.os.sshAuthorizedKeys,
    settings: platform.settings(cluster),
    files,
    units: units.map((unit) => (early.includes(unit.name) ? unit : platform.finish(unit))),
    listens,
    fetches,
    early,
    store: merge(partsOf("store")).units.map(({ name }) => name),
    standing: namesIn("standing"),
  });
}

/** A machine for each role. */
export const machinesFor = (
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  variants: Variants,
): readonly Machine[] => cluster.roles.map((role) => compose(cluster, role, objects, variants));
