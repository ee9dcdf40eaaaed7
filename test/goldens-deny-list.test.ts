import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CASES, caseNames, compileCase, filesBelow } from "./support/cases.ts";

/** What no output may hold, and why. */
const DENIED: readonly (readonly [string, RegExp])[] = [
  ["launch configurations are refused by AWS for new accounts", /aws_launch_configuration/],
  ["buckets take no ACL", /aws_s3_bucket_acl/],
  ["the object resource has another name now", /aws_s3_bucket_object/],
  ["the provider removed it in 6", /"vpc": true/],
  // Certificates and topics are the spec's own, in its own words.
  ["other partitions have other ARNs", /"[^"]*arn:aws:(?!acm|iam|sns)[^"]*"/],
  ["a group with it never starts a refresh", /\$Latest/],
  ["an access key id", /(AKIA|ASIA)[0-9A-Z]{12}/],
  ["a private key", /BEGIN [A-Z ]*PRIVATE KEY/],
  ["a token of a code host", /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
  ["a password in a URL", /:\/\/[^/\s:@]+:[^/\s:@]+@/],
  ["the old registry is gone", /k8s\.gcr\.io/],
  // The homes of those who log in are on the machines that are compiled for.
  ["a path of the compiling machine", /(?<![\w.])\/(home(?!\/(core|cloud-user)\/)|root|work|tmp|Users)\//],
  ["cdktf's own marks", /uniqueId|"stackName"|cdktf/],
  ["an unresolved token of cdktf", /\$\{TfToken|TOKEN\[/],
  ["a JavaScript value gone astray", /\bundefined\b|\[object Object\]|\bNaN\b/],
];

const files = caseNames()
  .map((name) => join(CASES, name))
  .flatMap((directory) =>
    filesBelow(join(directory, "expected")).map(
      (path) => [`${directory}/${path}`, readFileSync(join(directory, "expected", path), "utf8")] as const,
    ),
  );

test.each(DENIED)("no golden holds this: %s", (_why, pattern) => {
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter(([, text]) => pattern.test(text)).map(([path]) => path)).toEqual([]);
});

test("nothing of today's releases names an image of the registry that Kubernetes has left", () => {
  const current = caseNames().filter((name) => !compileCase(name).cluster.kubernetes.features.plainApi);
  const today = files.filter(([path]) => current.some((name) => path.startsWith(`${join(CASES, name)}/`)));
  expect(today.length).toBeGreaterThan(100);
  expect(today.filter(([, text]) => /gcr\.io\/|hyperkube/.test(text))).toEqual([]);
});

test("every text file ends with one newline and has no blanks at line ends", () => {
  const untidy = files.filter(
    ([path, text]) => !path.endsWith("Makefile") && (!/[^\n]\n$/.test(text) || /[ \t]\n/.test(text)),
  );
  expect(untidy.map(([path]) => path)).toEqual([]);
});
