/** What a client is generated from: mended descriptions, and the script that hands them to a generator. */
import { type Artifact, textFile } from "../model/artifact.ts";
import { shellWord } from "../text/encoders.ts";
import { asset } from "../text/render.ts";
import type { Swagger } from "./swagger.ts";

/** A description, under the name that it has in the output. */
export interface Described {
  /** e.g. `v1.json` */
  readonly name: string;
  /** As the operator named it. */
  readonly file: string;
  readonly swagger: Swagger;
}

/** `extensions_v1beta1.json` → `extensions_v1beta1` */
const packageOf = (name: string): string => name.replace(/\.json$/i, "");

/** A call of the function of the script that knows the generator of this kind. */
const call = (lang: string, { name, swagger }: Described): string =>
  [swagger.kind === "openapi" ? "later" : "old", lang, `./${name}`, `./${packageOf(name)}`].map(shellWord).join(" ");

/** Listings name the others; nothing is generated from them. */
export function clientArtifacts(lang: string, described: readonly Described[]): readonly Artifact[] {
  const files = described.map(({ name, file, swagger }) => textFile(name, swagger.mended, [file]));
  const calls = described.filter(({ swagger }) => swagger.kind !== "listing").map((each) => `${call(lang, each)}\n`);
  const script = asset("scripts/generate-client.sh").replace("%%CALLS%%\n", calls.join(""));
  return [
    ...files,
    {
      ...textFile(
        "generate.sh",
        script,
        described.map(({ file }) => file),
      ),
      mode: 0o755,
    },
  ];
}
