/** The stacks of the benchmark's cluster as an ordinary cdktf app, for `cdktf synth` to run. */
import { readFileSync } from "node:fs";
import { App } from "cdktf";
import { compile } from "../generators/compile.ts";
import { buildInto } from "../generators/terraform/index.ts";
import { stacksOf } from "../generators/terraform/stacks.ts";

const compiled = compile("cluster.yml", readFileSync(new URL("../cluster.yml", import.meta.url)));
if (!compiled.ok) throw new Error("the spec does not compile");
const app = new App();
for (const name of stacksOf(compiled.cluster)) buildInto(app, compiled.cluster, name);
app.synth();
