/** A disk that is full, and one that may not be written: said in words, and nothing lost. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { ROOT, specOf } from "./support/cases.ts";
import { root, run, scratch, testWith, works } from "./support/tools.ts";

const BIN = join(ROOT, "dist", "main.js");
const test = testWith(root, works("mount namespaces", "unshare", "--mount", "true"));

/** Runs a script in a mount namespace of its own, with a small file system at `disk`; `cw` is the command. */
function onSmallDisk(script: string): string {
  const place = scratch();
  writeFileSync(join(place, "small.yml"), specOf("ycluster-document"));
  writeFileSync(join(place, "large.yml"), specOf("scaled-up-by-one"));
  const prepared = `set -u; mkdir disk; mount -t tmpfs -o size=64k tmpfs disk; cw() { "${process.execPath}" "${BIN}" synth "$1" --out disk 2>&1 | grep -v -e certificate -e '^$' -e '-->' -e '|'; echo "exit \${PIPESTATUS[0]}"; }\n${script}`;
  return run("unshare", ["--mount", "bash", "-c", prepared], { cwd: place }).output;
}

test("a full disk is named, leaves nothing half-written, and the next run completes it", () => {
  const output = onSmallDisk(`
    cw small.yml
    echo "temporary: $(find disk -name '*.clusterwright-new' | wc -l)"
    mount -o remount,size=4m disk
    cw small.yml
    cw small.yml
  `);
  expect(output).toMatch(/cannot write disk\/ycluster.*: the disk is full\. Every file there is whole/);
  expect(output).toContain("temporary: 0");
  const exits = [...output.matchAll(/exit (\d)/g)].map((match) => match[1]);
  expect(exits).toEqual(["1", "0", "0"]);
  expect(output).toMatch(/0 files written, \d+ unchanged/);
});

test("a full disk does not cost what was there", () => {
  const output = onSmallDisk(`
    mount -o remount,size=4m disk
    cw small.yml
    (cd disk/ycluster && find . -type f -exec sha256sum {} + | sort) >before
    dd if=/dev/zero of=disk/filler bs=4k 2>/dev/null
    cw large.yml
    (cd disk/ycluster && find . -type f ! -path './.clusterwright/*' -exec sha256sum {} + | sort) >after
    cmp before after && echo "nothing lost"
    rm disk/filler
    cw large.yml
  `);
  expect(output).toContain("the disk is full");
  expect(output).toContain("nothing lost");
  expect([...output.matchAll(/exit (\d)/g)].map((match) => match[1])).toEqual(["0", "1", "0"]);
});

test("a read-only disk is named, and nothing changes", () => {
  const output = onSmallDisk(`
    mount -o remount,size=4m disk
    cw small.yml
    (cd disk/ycluster && find . -type f -exec sha256sum {} + | sort) >before
    mount -o remount,ro disk
    cw large.yml
    (cd disk/ycluster && find . -type f -exec sha256sum {} + | sort) >after
    cmp before after && echo "nothing changed"
  `);
  expect(output).toContain("the file system is read-only");
  expect(output).toContain("nothing changed");
  expect([...output.matchAll(/exit (\d)/g)].map((match) => match[1])).toEqual(["0", "1"]);
});
