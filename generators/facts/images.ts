import type { Place } from "../model/place.ts";

/** What stands behind the name of an image: nothing, a tag, or a digest. */
export function tagOf(image: string): string | undefined {
  if (isByDigest(image)) return "a digest";
  const name = image.slice(image.lastIndexOf("/") + 1);
  return name.includes(":") ? name.slice(name.indexOf(":") + 1) : undefined;
}

export const isByDigest = (image: string): boolean => image.includes("@");

/** Whether the image is the same tomorrow; the kubelet pulls one that is not at every start unless it is told. */
export const isFixed = (image: string): boolean => ![undefined, "latest"].includes(tagOf(image));

/** Whether nodes are given the image as a file, so that nobody pulls it. */
export const isImported = ({ importedImages }: Pick<Place, "importedImages">, image: string): boolean =>
  importedImages.some((each) => each.image === image);
