/** The stacks of the benchmark's cluster as an ordinary cdktf app, for `cdktf synth` to run. */
import { readFileSync } from "node:fs";
import { App } from "cdktf";
import { compile } from "../generators/compile.ts";
import type { Cluster } from "../generators/model/cluster.ts";
import { stacksOf } from "../generators/platforms/aws/place/stacks.ts";
import type { PlacedPlace } from "../generators/platforms/aws/placed/place/model.ts";
import { PLACED } from "../generators/platforms/aws/placed/stacks/index.ts";
import { buildInto } from "../generators/platforms/aws/stacks/index.ts";

const compiled = compile("ycluster.yml", readFileSync(new URL("../examples/ycluster.yml", import.meta.url)));
if (!compiled.ok) throw new Error("the spec does not compile");
const app = new App();
const cluster = compiled.cluster as Cluster<PlacedPlace>;
for (const name of stacksOf(cluster.platform)) buildInto(app, cluster, name, PLACED, compiled.contents.payloads);
app.synth();
