import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CASES, caseNames, filesBelow } from "./support/cases.ts";

/** What no output may hold, and why. */
const DENIED: readonly (readonly [string, RegExp])[] = [
  ["launch configurations are refused by AWS for new accounts", /aws_launch_configuration/],
  ["buckets take no ACL", /aws_s3_bucket_acl/],
  ["the object resource has another name now", /aws_s3_bucket_object/],
  ["the provider removed it in 6", /"vpc": true/],
  ["other partitions have other ARNs", /"[^"]*arn:aws:(?!acm|iam)[^"]*"/],
  ["a group with it never starts a refresh", /\$Latest/],
  ["an access key id", /AKIA[0-9A-Z]{12}/],
  ["a private key", /BEGIN [A-Z ]*PRIVATE KEY/],
  ["the old registry is gone", /k8s\.gcr\.io|gcr\.io\/google_containers/],
  ["a path of the compiling machine", /(?<![\w.])\/(home|root|work|tmp|Users)\//],
  ["cdktf's own marks", /uniqueId|"stackName"|cdktf/],
  ["an unresolved token of cdktf", /\$\{TfToken|TOKEN\[/],
  ["a JavaScript value gone astray", /\bundefined\b|\[object Object\]|\bNaN\b/],
];

const files = caseNames().flatMap((name) =>
  filesBelow(join(CASES, name, "expected")).map(
    (path) => [`${name}/${path}`, readFileSync(join(CASES, name, "expected", path), "utf8")] as const,
  ),
);

test.each(DENIED)("no golden holds this: %s", (_why, pattern) => {
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter(([, text]) => pattern.test(text)).map(([path]) => path)).toEqual([]);
});

test("every text file ends with one newline and has no blanks at line ends", () => {
  const untidy = files.filter(
    ([path, text]) => !path.endsWith("Makefile") && (!/[^\n]\n$/.test(text) || /[ \t]\n/.test(text)),
  );
  expect(untidy.map(([path]) => path)).toEqual([]);
});
