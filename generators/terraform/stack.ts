/**
 * The one door to cdktf: a stack is built with typed resources and comes out as the plain JSON that Terraform
 * reads, without cdktf's marks in it.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import {
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  LocalBackend,
  type MapTerraformIterator,
  type TerraformElement,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  type TerraformRemoteState,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { type Construct, RootConstruct } from "constructs";
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { ArtifactPart } from "../model/artifact.ts";
import type { Cluster } from "../model/cluster.ts";
import type { StackData } from "../model/stack.ts";
import { cited, purpose } from "../text/provenance.ts";
import { RESOURCES } from "./resources.ts";
import { type StateBucket, type StatePlace, terraformVersion } from "./state.ts";

type Json = Record<string, unknown>;

/** Both majors accept what is emitted; the lower bound is the oldest that the tests apply with. */
const PROVIDER = { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" };

/** Each stack keeps its state beside itself, or in a bucket under this name; other stacks read it there. */
const STATE_FILE = "terraform.tfstate";

/** Where a stack's state is, as its own backend and as what others read. */
const inBucket = ({ bucket, region, prefix }: StateBucket, stack: string) => ({
  bucket,
  region,
  key: `${prefix}/${stack}/${STATE_FILE}`,
});

/** cdktf's own backend for S3 does not know of locks there, so that the block is written here. */
const backendOf = ({ state }: StatePlace, stack: string): Json =>
  state === null
    ? { local: { path: STATE_FILE } }
    : { s3: { ...inBucket(state, stack), encrypt: true, use_lockfile: true } };

/** A stack while it is being built. */
export interface Stack<P extends StatePlace = StatePlace> {
  readonly scope: TerraformStack;
  readonly cluster: Cluster<P>;
  /** Comments by `<type>.<name>`. */
  readonly comments: Map<string, string>;
  /** Where each resource comes from, by address. */
  readonly origins: Map<string, readonly string[]>;
  /** The values of its outputs, by name. */
  readonly outputs: Map<string, unknown>;
}

/** What a resource is for, and which parts of the spec decide about it; the comment cites the first. */
interface Note {
  /** Null where the resource says it itself, in a description. */
  readonly text: string | null;
  readonly from: readonly [SpecPath, ...SpecPath[]];
}

export const note = (text: string | null, ...from: readonly [SpecPath, ...SpecPath[]]): Note => ({ text, from });

interface ElementClass<Config, Element extends TerraformElement> {
  new (scope: Construct, id: string, config: Config): Element;
  readonly tfResourceType: string;
}

/**
 * Two things of a spec may have one name until a rule refuses that, and the rules look into stacks: such a stack is
 * built all the same, and is never printed.
 */
function freeId(scope: Construct, id: string): string {
  return scope.node.tryFindChild(id) === undefined ? id : freeId(scope, `${id}'`);
}

/** Adds a resource at the address `<type>.<name>`, which is part of the output's contract. */
export function add<Config, Element extends TerraformElement>(
  stack: Stack,
  type: ElementClass<Config, Element>,
  name: string,
  { text, from }: Note,
  config: Config,
): Element {
  const address = `${type.tfResourceType}.${name}`;
  const element = new type(stack.scope, freeId(stack.scope, address), config);
  element.overrideLogicalId(name);
  if (element instanceof TerraformResource && !Object.hasOwn(RESOURCES, type.tfResourceType)) {
    throw new Error(`terraform/resources.ts has no row for ${type.tfResourceType}`);
  }
  if (text !== null) stack.comments.set(address, purpose(stack.cluster, text, from[0]));
  stack.origins.set(address, cited(stack.cluster, ...from));
  return element;
}

/** A map under `locals`, to make one resource an entry of. Keys become part of the addresses. */
export function entries(stack: Stack, name: string, map: Readonly<Record<string, object>>): MapTerraformIterator {
  const local = new TerraformLocal(stack.scope, freeId(stack.scope, `local.${name}`), map);
  local.overrideLogicalId(name);
  return TerraformIterator.fromMap(local.asAnyMap);
}

/** Says a value to operators, to other stacks and to tokens. */
export function output(stack: Stack, name: string, description: string, value: unknown): void {
  const id = freeId(stack.scope, `output.${name}`);
  new TerraformOutput(stack.scope, id, { value, description }).overrideLogicalId(name);
  stack.outputs.set(name, value);
}

/** Reads the outputs of another stack from its state. */
export function stateOf(stack: Stack, other: string): TerraformRemoteState {
  const { state: bucket } = stack.cluster.platform;
  const state =
    bucket === null
      ? new DataTerraformRemoteStateLocal(stack.scope, `state.${other}`, { path: `../${other}/${STATE_FILE}` })
      : new DataTerraformRemoteStateS3(stack.scope, `state.${other}`, inBucket(bucket, other));
  state.overrideLogicalId(other);
  return state;
}

/** A text of the spec that Terraform must not read as a template. */
export const literal = (text: string): string => text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);

export const literals = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [literal(key), literal(text)]));

/** Metadata out, comment in; the comment and `for_each` first, the rest by name. */
function tidied(block: Json, comment: string | undefined): Json {
  const rank = (key: string): string => (key === "//" ? "0" : key === "for_each" ? "1" : `2${key}`);
  const { "//": _metadata, ...rest } = block;
  const all = comment === undefined ? rest : { "//": comment, ...rest };
  const keys = Object.keys(all).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, (all as Json)[key]]));
}

function tidiedBlocks(blocks: Json, comments: ReadonlyMap<string, string>): Json {
  return Object.fromEntries(
    Object.entries(blocks).map(([type, named]) => [
      type,
      Object.fromEntries(
        Object.entries(named as Json).map(([name, block]) => [
          name,
          tidied(block as Json, comments.get(`${type}.${name}`)),
        ]),
      ),
    ]),
  );
}

/** cdktf takes a full stack trace for every token, which nobody reads and which took half of a compile. */
function withoutStackTraces<Result>(work: () => Result): Result {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

/** A stack below a root, with its backend and provider and what `build` puts into it. */
export function buildStack<P extends StatePlace>(
  root: Construct,
  cluster: Cluster<P>,
  name: string,
  build: (stack: Stack<P>) => void,
): Stack<P> {
  const scope = new TerraformStack(root, name);
  const stack: Stack<P> = { scope, cluster, comments: new Map(), origins: new Map(), outputs: new Map() };
  // cdktf would otherwise put one with an absolute path there.
  new LocalBackend(scope, { path: STATE_FILE });
  new AwsProvider(scope, "aws", {
    region: cluster.platform.region,
    defaultTags: [{ tags: { ...literals(cluster.platform.tags), Cluster: cluster.name, ManagedBy: "clusterwright" } }],
  });
  build(stack);
  return stack;
}

/** What decides about a stack beside its resources: the backend, and the tags of the provider. */
function surroundings(cluster: Cluster<StatePlace>): readonly string[] {
  const { state, tags } = cluster.platform;
  return [
    ...(state === null ? [] : cited(cluster, ["platform", "state"])),
    // What everything is tagged with.
    ...cited(cluster, ["name"]),
    ...(Object.keys(tags).length === 0 ? [] : cited(cluster, ["platform", "tags"])),
  ];
}

/** A stack's Terraform JSON as data, the parts in the order an operator reads them. */
export function synthesize<P extends StatePlace>(
  cluster: Cluster<P>,
  name: string,
  about: string,
  build: (stack: Stack<P>) => void,
): Omit<StackData, "files"> {
  // A plain root instead of cdktf's App, which makes directories and reads the environment when constructed.
  const root = new RootConstruct();
  // Constructs would otherwise take a stack trace each, for metadata that is dropped.
  root.node.setContext("@cdktf/disable_stack_trace_in_metadata", true);
  const { stack, raw } = withoutStackTraces(() => {
    const built = buildStack(root, cluster, name, build);
    // No prepareStack(): it would add a backend and what crosses stacks, and both are said outright here.
    return { stack: built, raw: built.scope.toTerraform() as Json };
  });
  const { provider, locals, data, resource, output: outputs } = raw;
  const json = {
    "//": `${about} Generated from ${cluster.spec.file}: change the spec, not this file.`,
    terraform: {
      required_version: terraformVersion(cluster.platform),
      required_providers: { aws: PROVIDER },
      backend: backendOf(cluster.platform, name),
    },
    provider,
    ...(locals === undefined ? {} : { locals }),
    ...(data === undefined ? {} : { data: tidiedBlocks(data as Json, stack.comments) }),
    resource: tidiedBlocks(resource as Json, stack.comments),
    ...(outputs === undefined ? {} : { output: outputs }),
  };
  const parts = [...stack.origins].map(([address, from]): ArtifactPart => ({ name: address, from }));
  return { name, json, parts, from: [...new Set([...parts.flatMap((part) => part.from), ...surroundings(cluster)])] };
}
