import type { Finding } from "../../../../schema/diagnostics.ts";
import { didYouMean } from "../../../../schema/suggest.ts";
import type { Rule } from "../../../model/variants.ts";
import type { HostsPlace } from "../place/model.ts";

/** Images that are brought to nodes, where no container is made of them. */
export const idleImages: Rule<HostsPlace> = ({ platform }, { objects }) => {
  const run = objects.flatMap((object) =>
    object.kind === "workload" ? object.containers.map(({ image }) => image) : [],
  );
  return platform.importedImages
    .filter(({ image }) => !run.includes(image))
    .map(
      ({ image }): Finding => ({
        code: "image-idle",
        severity: "warning",
        places: [{ path: ["platform", "importedImages", image], part: "key" }],
        message: `no container is made of the image "${image}"`,
        help: didYouMean(image, run, "remove it, or name it as the image of a container"),
      }),
    );
};
