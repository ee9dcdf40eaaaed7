/** The stacks of the benchmark's cluster as an ordinary cdktf app, for `cdktf synth` to run. */
import { readFileSync } from "node:fs";
import { App } from "cdktf";
import { compile } from "../generators/compile.ts";
import { payloads } from "../generators/contents.ts";
import { objectsOf } from "../generators/manifests/objects.ts";
import type { AwsPlatform, Cluster } from "../generators/model/cluster.ts";
import { PLACED } from "../generators/platforms/aws/placed/stacks/index.ts";
import { buildInto } from "../generators/platforms/aws/stacks/index.ts";
import { stacksOf } from "../generators/terraform/stacks.ts";

const compiled = compile("cluster.yml", readFileSync(new URL("../cluster.yml", import.meta.url)));
if (!compiled.ok) throw new Error("the spec does not compile");
const app = new App();
const { cluster } = compiled;
for (const name of stacksOf(cluster)) {
  buildInto(app, cluster as Cluster<AwsPlatform>, name, PLACED, payloads(cluster, objectsOf(cluster)));
}
app.synth();
