import type { Finding } from "../../schema/diagnostics.ts";
import { isByDigest, isFixed, isImported, tagOf } from "../facts/images.ts";
import type { Container } from "../model/objects.ts";
import type { Rule } from "../model/variants.ts";

const isOwn = ({ from }: Container): boolean => from[0] === "workloads";

const placesOf = (each: Container): Finding["places"] =>
  isOwn(each) ? [{ path: [...each.from, "image"] }] : [{ path: each.from, part: "key" }];

const finding = (each: Container, carried: boolean): Finding => ({
  code: "image-tag",
  severity: "warning",
  places: placesOf(each),
  message: `the image "${each.image}" of the container "${each.name}" has ${tagOf(each.image) === undefined ? "no tag" : "the tag latest"}`,
  notes: ["what runs changes whenever somebody pushes, and differs from node to node"],
  help: isOwn(each)
    ? `name a tag${carried ? "" : " or a digest"}`
    : `name another in ${each.from.join(".")}.images.${each.name}`,
});

/** `docker load` knows images by name and tag alone, and the first protocol of registries has no digests. */
const byDigest = (each: Container): Finding => ({
  code: "image-tag",
  severity: "warning",
  places: placesOf(each),
  message: `the container "${each.name}" names its image by a digest, which cannot be carried to the nodes`,
  notes: [
    "docker save and docker load keep name and tag alone; docker of this time pulls from few registries by itself",
  ],
  help: "name a tag",
  restsOn: [["kubernetes", "version"]],
});

/** Images that are not the same tomorrow; and such as do not come to the nodes. */
export const imageTags: Rule = ({ kubernetes, platform }, { objects }) => {
  const { oldDocker } = kubernetes.features;
  const containers = objects.flatMap((object) => (object.kind === "workload" ? object.containers : []));
  return [
    ...containers
      .filter((each) => !isFixed(each.image) && !isImported(platform, each.image))
      .map((each) => finding(each, oldDocker)),
    ...(oldDocker ? containers.filter(({ image }) => isByDigest(image)).map(byDigest) : []),
  ];
};
