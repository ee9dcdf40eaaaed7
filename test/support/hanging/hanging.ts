import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject, test } from "vitest";
import { start } from "../processes.ts";
import { root, run } from "../tools.ts";

test("hangs, with all kinds of things that it started and made", async () => {
  const directory = inject("directory");
  // In a session of its own, without the run's name in its environment, and one that does not listen.
  start("bash", ["-c", "env -i setsid sleep 100001 & trap '' INT TERM HUP; while :; do sleep 100002; done"]);
  if (root.met) {
    mkdirSync(join(directory, "mounted on"));
    run("mount", ["-t", "tmpfs", "tmpfs", join(directory, "mounted on")]);
  }
  writeFileSync(join(directory, "hangs"), "");
  run("sleep", ["100003"]);
});
