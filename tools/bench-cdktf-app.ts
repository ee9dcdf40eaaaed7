/** The stacks of the benchmark's cluster as an ordinary cdktf app, for `cdktf synth` to run. */
import { readFileSync } from "node:fs";
import { App } from "cdktf";
import type { AwsPlatform, Cluster } from "../generators/cluster.ts";
import { compile } from "../generators/compile.ts";
import { payloads } from "../generators/machines/payloads.ts";
import { objectsOf } from "../generators/manifests/objects.ts";
import { buildInto } from "../generators/terraform/index.ts";
import { PLACED } from "../generators/terraform/placed.ts";
import { stacksOf } from "../generators/terraform/stacks.ts";

const compiled = compile("cluster.yml", readFileSync(new URL("../cluster.yml", import.meta.url)));
if (!compiled.ok) throw new Error("the spec does not compile");
const app = new App();
const { cluster } = compiled;
for (const name of stacksOf(cluster)) {
  buildInto(app, cluster as Cluster<AwsPlatform>, name, PLACED, payloads(cluster, objectsOf(cluster)));
}
app.synth();
