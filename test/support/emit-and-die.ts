/** Usage: emit-and-die DIRECTORY ARTIFACTS_JSON STEP [SIGNAL]; emits the artifacts, and is killed or so at the given step. */
import { readFileSync } from "node:fs";
import { emit } from "../../generators/emit/emit.ts";
import type { Artifact } from "../../generators/model/artifact.ts";

const [root = "", artifacts = "", step = "0", signal = "SIGKILL"] = process.argv.slice(2);
let count = 0;
emit(root, JSON.parse(readFileSync(artifacts, "utf8")) as Artifact[], {
  force: false,
  onStep: () => {
    count += 1;
    if (count === Number(step)) process.kill(process.pid, signal);
  },
});
