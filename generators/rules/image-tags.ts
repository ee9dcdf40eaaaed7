import type { Finding } from "../../schema/diagnostics.ts";
import type { Container } from "../model/objects.ts";
import type { Rule } from "../model/variants.ts";

/** What stands behind the name: nothing, a tag, or a digest. */
function tagOf(image: string): string | undefined {
  if (image.includes("@")) return "a digest";
  const name = image.slice(image.lastIndexOf("/") + 1);
  return name.includes(":") ? name.slice(name.indexOf(":") + 1) : undefined;
}

const isFixed = (image: string): boolean => ![undefined, "latest"].includes(tagOf(image));

const finding = ({ name, image, from }: Container): Finding => {
  const own = from[0] === "workloads";
  return {
    code: "image-tag",
    severity: "warning",
    places: [{ path: own ? [...from, "image"] : from, ...(own ? {} : { part: "key" as const }) }],
    message: `the image "${image}" of the container "${name}" has ${tagOf(image) === undefined ? "no tag" : "the tag latest"}`,
    notes: ["what runs changes whenever somebody pushes, and differs from node to node"],
    help: own ? "name a tag or a digest" : `name another in ${from.join(".")}.images.${name}`,
  };
};

/** Images that are not the same tomorrow. */
export const imageTags: Rule = (_cluster, { objects }) =>
  objects.flatMap((object) =>
    object.kind === "workload" ? object.containers.filter(({ image }) => !isFixed(image)).map(finding) : [],
  );
