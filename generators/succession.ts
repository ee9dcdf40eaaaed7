/** What a later version of a spec must not do to the cluster that an earlier one described. */
import type { DiagnosticCode, Finding, Place } from "../schema/diagnostics.ts";
import type { Cluster } from "./model/cluster.ts";
import type { Identity } from "./model/identity.ts";
import type { Variants } from "./model/variants.ts";
import { type Changes, forcing } from "./terraform/changes.ts";
import { groundRebuilt } from "./terraform/ground.ts";
import { shrinking } from "./terraform/shrinking.ts";
import { resources, type Side, stackChanges } from "./terraform/side.ts";
import { stepBetween } from "./variants/kubernetes/releases.ts";

/** One version of a cluster: compiled, or as it stands on the disk. */
export interface Standing extends Side {
  /** Its name. */
  readonly cluster: string;
  /** Undefined where nobody can tell any more. */
  readonly identity: Identity | undefined;
  /** What it was compiled to; undefined on the disk. */
  readonly made?: { readonly cluster: Cluster; readonly variants: Variants };
}

/** One of which somebody can tell what it is bound to. */
interface Known extends Standing {
  readonly identity: Identity;
}

/** What whoever runs the compiler may take upon themselves. */
export const ACCEPTABLE = [
  "ground-rebuilt",
  "kubernetes-downgrade",
  "kubernetes-skipped",
  "other-cluster",
  "quorum-lost",
] as const satisfies readonly DiagnosticCode[];

type Acceptable = (typeof ACCEPTABLE)[number];

const accepting = (code: Acceptable, what: string): string => `if ${what}, say --accept ${code}`;

const VERSION = ["kubernetes", "version"] as const;

const MOVE = "describe a cluster under another name, and move what runs to it";

function releases({ kubernetes: before }: Identity, { kubernetes: after }: Identity): readonly Finding[] {
  const step = stepBetween(before, after);
  const places: Finding["places"] = [{ path: VERSION }];
  switch (step.kind) {
    case "stays":
    case "next":
      return [];
    case "back":
      return [
        {
          code: "kubernetes-downgrade",
          places,
          message: `Kubernetes ${before} does not go back to ${after}`,
          notes: ["what a release has written, an older one need not read"],
          help: `stay at ${before} or go on from it; ${accepting("kubernetes-downgrade", `nothing runs at ${before} yet, or both store alike`)}`,
        },
      ];
    case "skips":
      return [
        {
          code: "kubernetes-skipped",
          places,
          message: `Kubernetes ${before} does not go to ${after} at once`,
          notes: ["a release reads what the minor release before it has written, and nothing older for sure"],
          help: `${step.through === undefined ? MOVE : `go to a release of ${step.through} first: synth, apply, see every node Ready, and then on`}; ${accepting("kubernetes-skipped", `nothing runs at ${before} yet`)}`,
        },
      ];
  }
}

interface Lost {
  readonly name: string;
  /** Whether its machine goes, or is made anew. */
  readonly how: "removed" | "replaced";
  readonly place: Place;
}

/** The part of the spec that says how many there are of a node. */
function countOf({ made }: Known, name: string): Place {
  const listed = made?.variants.platform.members.listedIn ?? null;
  if (listed !== null) return { path: listed, part: "key" };
  const pool = made?.cluster.nodePools.findIndex((each) => each.name === name.replace(/-[0-9]+$/, "")) ?? -1;
  return pool === -1 ? { path: ["nodePools"], part: "key" } : { path: ["nodePools", pool, "count"] };
}

/** What becomes of a member, and the part of the spec that does it; undefined where it stays. */
function lostOf(
  before: Known,
  after: Known,
  stacks: Readonly<Record<string, Changes>>,
  name: string,
): Lost | undefined {
  const address = before.identity.etcd[name] ?? "";
  // What Terraform does not make is known by what it is: another name or address is another machine.
  if (Object.keys(stacks).length === 0) {
    const now = after.identity.etcd[name];
    if (now === address) return undefined;
    return { name, how: now === undefined ? "removed" : "replaced", place: countOf(after, name) };
  }
  for (const [stack, { removed, replaced }] of Object.entries(stacks)) {
    if (removed.includes(address)) return { name, how: "removed", place: countOf(after, name) };
    if (!replaced.includes(address)) continue;
    const [attribute = ""] = forcing(address, resources(before, stack), resources(after, stack));
    const path = after.made?.variants.platform.members.replacedBy[attribute] ?? ["platform"];
    return { name, how: "replaced", place: { path, part: "key" } };
  }
  return undefined;
}

/** The members that are gone once everything is applied. */
function lost(before: Known, after: Known, stacks: Readonly<Record<string, Changes>>): readonly Lost[] {
  return Object.keys(before.identity.etcd).flatMap((name) => lostOf(before, after, stacks, name) ?? []);
}

const listed = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");

/** As etcd counts: more than half of all members, those that are gone for good included. */
const majorityOf = (members: number): number => Math.floor(members / 2) + 1;

/** A machine that is made anew comes without its data, under the name of a member that still counts. */
function wayAround(members: number, gone: readonly Lost[]): string {
  const oneByOne = gone.every(({ how }) => how === "removed") && members - 1 >= majorityOf(members);
  return oneByOne ? "take them one at a time: synth, apply, and wait after each until etcd no longer names it" : MOVE;
}

function quorum(before: Known, after: Known, stacks: Readonly<Record<string, Changes>>): readonly Finding[] {
  const members = Object.keys(before.identity.etcd).length;
  if (members === 0) return [];
  const gone = lost(before, after, stacks);
  const [first] = gone;
  if (first === undefined || members - gone.length >= majorityOf(members)) return [];
  const names = gone.map(({ name }) => name);
  return [
    {
      code: "quorum-lost",
      places: [first.place],
      message:
        members === 1
          ? `this takes etcd's one member away (${names.join("")}), and all that Kubernetes knows with it`
          : `this takes ${gone.length} of etcd's ${members} members away at once; ${majorityOf(members)} have to stay`,
      notes: [
        ...(members === 1 ? [] : [`it takes ${listed(names)}`]),
        "what Kubernetes knows is etcd's, and etcd is a majority of its members or nothing",
      ],
      help: `${wayAround(members, gone)}; ${accepting("quorum-lost", "nothing runs there yet, or its data may go")}`,
    },
  ];
}

/** What makes another cluster of it, in words; undefined where it stays the same. */
export function otherCluster(before: Standing, after: Standing): string | undefined {
  if (before.cluster !== after.cluster) return `"${after.cluster}" is another cluster than "${before.cluster}"`;
  const [old, now] = [before.identity, after.identity];
  if (old === undefined || now === undefined) return undefined;
  if (old.region !== now.region) return `"${after.cluster}" in ${now.region} is another cluster than in ${old.region}`;
  return undefined;
}

/** A cluster in another region under the name, and so in the directory and the state, of one that is there. */
function moved(before: Known, after: Known): readonly Finding[] {
  const message = otherCluster(before, after);
  if (message === undefined) return [];
  return [
    {
      code: "other-cluster",
      places: [{ path: ["platform", "region"] }],
      message,
      notes: [
        `Terraform would look for what it made in ${after.identity.region}, find nothing, forget it, and leave it running and paid for in ${before.identity.region}`,
      ],
      help: `give it a name of its own, such as "name: ${after.cluster}-2"; ${accepting("other-cluster", `nothing was ever made in ${before.identity.region}`)}`,
    },
  ];
}

const isKnown = (standing: Standing | undefined): standing is Known => standing?.identity !== undefined;

/**
 * Holds a version of a cluster against the one before it.
 *
 * @param before what is there under the same name; nothing is said of one that nobody can tell any more
 * @param accepted codes that whoever runs the compiler takes upon themselves
 * @throws EditedStackError when an earlier stack is not what this compiler writes
 */
export function succession(
  before: Standing | undefined,
  after: Standing,
  accepted: readonly string[] = [],
): readonly Finding[] {
  if (!isKnown(before) || !isKnown(after) || before.cluster !== after.cluster) return [];
  const elsewhere = moved(before, after);
  // What is no cluster of its own any more loses nothing of it.
  if (elsewhere.length > 0) return elsewhere.filter(({ code }) => !accepted.includes(code));
  const stacks = stackChanges(before, after);
  const findings = [
    ...releases(before.identity, after.identity),
    ...quorum(before, after, stacks),
    ...groundRebuilt(before, after, stacks),
    ...shrinking(before, after, stacks),
  ];
  return findings.filter(({ code }) => !accepted.includes(code));
}
