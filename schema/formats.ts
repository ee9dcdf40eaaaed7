import { Address4 } from "ip-address";

/** Why a text is not what its format asks for, or undefined when it is. */
export type FormatCheck = (text: string) => string | undefined;

const OCTETS = /^(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}$/;
const PREFIX = /^(0|[1-9][0-9]?)$/;

const isAddress = (text: string): boolean => OCTETS.test(text) && Address4.isValid(text);

function rangeProblem(text: string): string | undefined {
  const [address = "", prefix, ...rest] = text.split("/");
  if (prefix === undefined)
    return isAddress(address) ? "it has no prefix length" : "it is not an address and a prefix length";
  if (rest.length > 0 || !isAddress(address)) return "it is not an address and a prefix length";
  if (!PREFIX.test(prefix) || Number(prefix) > 32) return "the prefix length must be 0 to 32";
  const network = new Address4(text).startAddress().correctForm();
  return network === address ? undefined : `bits are set behind the prefix: the range is ${network}/${prefix}`;
}

/** The formats that the schemas name beside what a pattern can say. */
export const FORMATS: Readonly<Record<string, FormatCheck>> = {
  "ipv4-range": rangeProblem,
  "ipv4-address": (text) => (isAddress(text) ? undefined : "it is not four numbers from 0 to 255"),
};

/** The same as predicates, as the generated validators call them. */
export const FORMAT_CHECKS: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  Object.entries(FORMATS).map(([name, check]) => [name, (text: string) => check(text) === undefined]),
);
