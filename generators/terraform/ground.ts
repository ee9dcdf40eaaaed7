/** What machines stand in, and what a later version of a spec must not do to it: AWS would refuse in the midst of it. */
import type { Finding } from "../../schema/diagnostics.ts";
import { overlap } from "../facts/addressing.ts";
import type { Changes } from "./changes.ts";
import { resources, type Side } from "./side.ts";

/** The two versions of a stack, and what becomes of it between them. */
interface Step {
  readonly before: Side;
  readonly after: Side;
  readonly stack: string;
  readonly changes: Changes;
}

interface Subnet {
  readonly zone: string;
  readonly range: string;
  /** The key below `platform` that says its range. */
  readonly key: string;
}

const ACCEPT = "if nothing stands there yet, say --accept ground-rebuilt";

const ofType = (type: string, addresses: readonly string[]): readonly string[] =>
  addresses.filter((address) => address.startsWith(`${type}.`));

function subnetOf(side: Side, stack: string, address: string): Subnet {
  const { availability_zone: zone, cidr_block: range } = resources(side, stack).get(address) ?? {};
  const key = address.startsWith("aws_subnet.public[") ? "publicSubnets" : "subnets";
  return { zone: String(zone), range: String(range), key };
}

/** `subnets: { a: 10.0.0.0/20, b: 10.0.16.0/20 }` */
const asKeys = (subnets: readonly Subnet[]): string =>
  [...new Set(subnets.map(({ key }) => key))]
    .map((key) => {
      const ranges = subnets.filter((each) => each.key === key).map(({ zone, range }) => `${zone}: ${range}`);
      return `${key}: { ${ranges.join(", ")} }`;
    })
    .join(", and ");

/** Of the VPC or of security groups, which AWS does not delete while something stands in them (DependencyViolation). */
function madeAnew(what: string, addresses: readonly string[], path: readonly string[]): readonly Finding[] {
  if (addresses.length === 0) return [];
  return [
    {
      code: "ground-rebuilt",
      places: [{ path }],
      message: `${addresses.join(", ")} would be deleted and made anew, and AWS does not delete ${what} while machines stand in it`,
      help: `leave it as it is, or describe a cluster under another name and move what runs to it; ${ACCEPT}`,
    },
  ];
}

const ZONES: Finding["places"] = [{ path: ["platform", "zones"], part: "key" }];

function moved({ before, after, stack, changes }: Step): readonly Finding[] {
  const addresses = ofType("aws_subnet", changes.replaced);
  if (addresses.length === 0) return [];
  const old = addresses.map((address) => subnetOf(before, stack, address));
  const moves = addresses.map((address, index) => {
    const { range } = subnetOf(after, stack, address);
    return `that of ${old[index]?.zone} from ${old[index]?.range} to ${range}`;
  });
  return [
    {
      code: "ground-rebuilt",
      places: ZONES,
      message: `subnets would be deleted and made anew with other ranges: ${moves.join(", ")}`,
      notes: [
        "AWS does not delete a subnet while something stands in it",
        "without a range of their own, zones take theirs in the order of platform.zones",
      ],
      help: `say below platform where they are: ${asKeys(old)}; ${ACCEPT}`,
    },
  ];
}

/** A range that another zone has until its machines are gone. */
function takenOver({ before, after, stack, changes }: Step): readonly Finding[] {
  const held = ofType("aws_subnet", changes.removed).map((address) => subnetOf(before, stack, address));
  const wanted = ofType("aws_subnet", changes.added).map((address) => subnetOf(after, stack, address));
  const clashes = wanted.flatMap((subnet) => {
    const holder = held.find(({ range }) => overlap(range, subnet.range));
    return holder === undefined ? [] : [{ subnet, holder }];
  });
  const [first] = clashes;
  if (first === undefined) return [];
  const { zone } = first.subnet;
  return [
    {
      code: "ground-rebuilt",
      places: ZONES,
      message: `${zone} would get ${clashes.map(({ subnet }) => subnet.range).join(" and ")}, which ${first.holder.zone} has until its machines are gone`,
      notes: ["without a range of their own, zones take theirs in the order of platform.zones"],
      help: `give ${zone} free ranges below platform (${clashes.map(({ subnet }) => `${subnet.key}: { ${zone}: ... }`).join(", ")}), or take ${first.holder.zone} away first: synth, apply, then add ${zone}; ${ACCEPT}`,
    },
  ];
}

function inStack(step: Step): readonly Finding[] {
  const { replaced } = step.changes;
  const vpc = ofType("aws_vpc", replaced);
  // Everything else is made anew for its sake.
  if (vpc.length > 0) return madeAnew("a VPC", vpc, ["network", "vpcCidr"]);
  return [
    ...madeAnew("a security group", ofType("aws_security_group", replaced), ["name"]),
    ...moved(step),
    ...takenOver(step),
  ];
}

/**
 * What a change would make anew under what stands in it, or hand from one zone to another while both are there.
 *
 * @throws EditedStackError when an earlier stack is not what this compiler writes
 */
export function groundRebuilt(
  before: Side,
  after: Side,
  stacks: Readonly<Record<string, Changes>>,
): readonly Finding[] {
  return Object.entries(stacks).flatMap(([stack, changes]) => inStack({ before, after, stack, changes }));
}
