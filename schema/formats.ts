import { Address4 } from "ip-address";

/** Why a text is not what its format asks for, or undefined when it is. */
type FormatCheck = (text: string) => string | undefined;

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

/** The fields of an SSH key's blob: each is four bytes of length and that many bytes. */
function sshFields(blob: Buffer): readonly Buffer[] | undefined {
  const fields: Buffer[] = [];
  for (let at = 0; at < blob.length; ) {
    if (at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** RSA has exponent and modulus behind its name; every kind has at least the key. */
function sshKeyProblem(text: string): string | undefined {
  const [type, encoded] = text.split(/ +/);
  // What is no line of a .pub file at all is the pattern's to refuse.
  if (encoded === undefined) return undefined;
  const fields = sshFields(Buffer.from(encoded, "base64"));
  if (fields === undefined || fields.length < 2) return "its key is cut short or broken";
  const named = fields[0]?.toString("latin1");
  return named === type ? undefined : `its key is of the type "${named}"`;
}

const BUCKET_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const BUCKET_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"];

/**
 * The rules of S3 for general purpose buckets. Dots are legal there and refused here: a name with one matches no
 * certificate of S3, so nothing reaches the bucket over TLS.
 */
function bucketProblem(text: string): string | undefined {
  if (!/^[a-z0-9.-]*$/.test(text)) return "only lower-case letters, digits and hyphens are allowed";
  if (text.includes(".")) return "a dot breaks TLS to the bucket";
  if (/^-|-$/.test(text)) return "it starts or ends with a hyphen";
  const taken =
    BUCKET_PREFIXES.find((prefix) => text.startsWith(prefix)) ??
    BUCKET_SUFFIXES.find((suffix) => text.endsWith(suffix));
  return taken === undefined ? undefined : `"${taken}" is reserved by S3`;
}

/** Programs read numbers and dots as an address, `0` or `10.1` among them, and never ask DNS for a name of that kind. */
function hostProblem(host: string): string | undefined {
  const labels = host.split(".");
  if (/^[0-9]+$/.test(labels.at(-1) ?? ""))
    return isAddress(host) ? undefined : `${host} is not four numbers from 0 to 255`;
  const isName = labels.every((label) => /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));
  // Such as `xn--a`, which encodes nothing.
  return isName && URL.canParse(`http://${host}`) ? undefined : `${host} is no name of a host`;
}

/** What is no URL at all is the pattern's to refuse. */
function urlProblem(text: string): string | undefined {
  const host = /^https?:\/\/([A-Za-z0-9.-]+)(?=[:/]|$)/.exec(text)?.[1];
  return host === undefined ? undefined : hostProblem(host);
}

/** The formats that the schemas name beside what a pattern can say. */
export const FORMATS: Readonly<Record<string, FormatCheck>> = {
  "ipv4-range": rangeProblem,
  "ssh-public-key": sshKeyProblem,
  "bucket-name": bucketProblem,
  "host-url": urlProblem,
  // What is neither a name nor an address is the pattern's to refuse.
  host: (text) => (/^[.]?[A-Za-z0-9.-]+$/.test(text) ? hostProblem(text.replace(/^\./, "")) : undefined),
  "ipv4-address": (text) => (isAddress(text) ? undefined : "it is not four numbers from 0 to 255"),
};

/** The same as predicates, as the generated validators call them. */
export const FORMAT_CHECKS: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  Object.entries(FORMATS).map(([name, check]) => [name, (text: string) => check(text) === undefined]),
);
