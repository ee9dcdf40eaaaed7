/**
 * What the compiler has to say about a spec, as data. Problems are values: they are collected, given
 * positions, sorted and printed by one printer; nothing on the road throws on bad input.
 */

/** Every kind of problem, once. The reference lists them; `test/errors/<code>/` shows each as it is printed. */
export const DIAGNOSTIC_CODES = {
  "addon-dependency": "an add-on that needs another one, which is off",
  "addon-unavailable": "an add-on that this Kubernetes version cannot run",
  "address-conflict": "two machines, or a machine and somebody else, share an address",
  "address-overlap": "the address of a machine, or the range of its containers, lies inside a range of something else",
  "address-syntax": "not an IPv4 address",
  "addresses-exhausted": "more machines than there are addresses for",
  "backup-period": "not a period of snapshots",
  "bucket-name": "not the name of an S3 bucket",
  "bucket-missing": "no bucket for what needs one",
  "certificate-missing": "no certificate for what the internet reaches (a warning)",
  "certificate-region": "the certificate is of another region or partition",
  "certificate-syntax": "not the ARN of a certificate",
  "database-zones": "too few zones for a database",
  "disk-shrinks": "a change that would make a disk smaller",
  "disk-size": "a disk outside what EC2 and the image accept",
  "domain-overlap": "the cluster's domain takes names that stand elsewhere",
  "domain-syntax": "not a DNS domain",
  "duplicate-key": "a key stands twice in one mapping",
  "duplicate-name": "two things share a name",
  "elastic-ips": "too few Elastic IPs for a group, or more than an account has by default",
  encoding: "the file is not clean UTF-8 text",
  "entrance-idle": "a load balancer that nothing stands behind (a warning)",
  "environment-syntax": "not the name of an environment",
  "file-machines": "a file for a machine or a unit that is not there",
  "group-size": "a group whose sizes contradict each other, or that may not have that many machines",
  "etcd-members": "a number of members of etcd that costs more than it gives (a warning)",
  "host-roles": "a host without a role, or a role without hosts",
  "host-port-conflict": "two pods claim one port of the nodes",
  "host-port-replicas": "more pods that claim a port of the nodes than there are nodes",
  "image-syntax": "not an AMI id, or not a container image",
  "image-idle": "an image that hosts are given and nothing runs (a warning)",
  "image-tag": "a container image without a fixed tag or digest (a warning)",
  "input-size": "the file is too large or too deeply nested",
  "instance-architecture": "an instance type that cannot run what the machines fetch",
  "instance-type-syntax": "not an EC2 instance type",
  "invalid-value": "a value outside what its key allows",
  "kubernetes-version": "not a release, or one that is not supported",
  "misplaced-key": "a key that another kind of place has, or that has no effect",
  "missing-key": "a required key is absent",
  "multiple-documents": "more than one YAML document in the file",
  "name-limit": "a name derived from the spec breaks a limit of AWS",
  "object-name": "a name that Kubernetes refuses, in this version",
  placeholder: "a placeholder of a template was left in",
  "policy-size": "a role that would need a longer policy than IAM takes",
  "program-unknown": "a release whose programs nobody knows the content of",
  "range-overlap": "two address ranges that must be disjoint overlap",
  "range-reserved": "an address range that is kept for something else",
  "range-size": "an address range too small or too large for its purpose",
  "range-syntax": "not an IPv4 range",
  "region-syntax": "not an AWS region",
  "route-quota": "more routes than a VPC route table takes",
  "selector-overlap": "two workloads whose pods cannot be told apart",
  "selector-unmatched": "a service whose selector matches no pod",
  "service-address": "a service address outside the service range, or taken",
  "ssh-key-syntax": "not an SSH public key",
  "subnet-missing": "a zone without a subnet that it needs",
  "subnet-outside-vpc": "a subnet outside the VPC range",
  tag: "a tag that is not the spec's to set",
  "token-phase": "a token that is bound later than its text is used, or used where nothing binds it",
  "token-secret": "a secret where its value would be laid open",
  "token-source": "no source of a token, more than one, or one that cannot be read",
  "token-unbound": "a token without a source",
  "token-unknown": "a token that nothing declares",
  "token-unused": "a binding that no text uses",
  "other-cluster": "a change that makes another cluster of one that is there",
  "kubernetes-downgrade": "a release of Kubernetes older than the one that is there",
  "kubernetes-skipped": "a release of Kubernetes too far ahead of the one that is there",
  "ground-rebuilt": "a change that makes a network anew in which machines stand",
  "quorum-lost": "a change that takes the majority of etcd's members away at once",
  unreadable: "the file cannot be read",
  "unsupported-combination": "two choices that do not go together",
  "unknown-form": "neither a cluster spec nor a yCluster spec; of `client`, no description of an API",
  "unknown-key": "a key the spec does not have",
  "unknown-zone": "a subnet for a zone that the cluster does not use",
  "url-syntax": "not an http or https URL",
  "user-data-size": "a machine's user-data is larger than EC2 takes",
  "volume-source": "a volume without a source, or a mount of no volume",
  "wrong-type": "a value of another type than its key takes",
  "yaml-syntax": "the text is not YAML",
  "zone-id-syntax": "not the id of a hosted zone",
  "zone-outside-region": "a zone of another region",
  "zone-syntax": "not an availability zone",
} as const;

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;
type Severity = "error" | "warning";

/** Keys and list positions from the root of the spec, e.g. `["nodePools", 0, "count"]`. */
export type SpecPath = readonly (string | number)[];

/** A place in the spec: the value at a path, or the key that names it. */
export interface Place {
  readonly path: SpecPath;
  readonly part?: "key" | "value";
  /** Shown beside the underline of a place other than the first. */
  readonly label?: string;
}

/** A problem as a rule reports it: in terms of the native spec, without positions. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly severity?: Severity;
  /** The first is where the problem is; the others have a part in it. */
  readonly places: readonly [Place, ...Place[]];
  readonly message: string;
  readonly notes?: readonly string[];
  readonly help?: string;
  /** Paths that it rests on with all that is below them: nothing is said while one of their values is refused. */
  readonly restsOn?: readonly SpecPath[];
  /** Paths that hold stand-ins while this is so: other rules say nothing about them. */
  readonly unsettles?: readonly SpecPath[];
}

/** A stretch of the source. Lines and columns count from 1, columns in UTF-16 code units; `end` is exclusive. */
export interface SourceRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly label?: string;
}

/** A problem with its positions, ready to print. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly file: string;
  readonly message: string;
  /** Empty when the file could not be read at all. */
  readonly ranges: readonly SourceRange[];
  readonly notes: readonly string[];
  readonly help: string | null;
}

/** More than this many say nothing more: the rest is counted. */
export const MAX_DIAGNOSTICS = 100;

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === "error");

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const position = (diagnostic: Diagnostic): readonly [number, number] => {
  const first = diagnostic.ranges[0];
  return first === undefined ? [Number.MAX_SAFE_INTEGER, 0] : [first.line, first.column];
};

/** By position in the file, what has none last, then errors before warnings, then by code and text. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => {
    const [lineA, columnA] = position(a);
    const [lineB, columnB] = position(b);
    return (
      lineA - lineB ||
      columnA - columnB ||
      compareText(a.severity, b.severity) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message)
    );
  });
}
