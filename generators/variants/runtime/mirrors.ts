import { DOCKER_HUB } from "../../facts/egress.ts";
import type { Rule } from "../../model/variants.ts";

/** "Mirrors are only for the official registry anyways": registry/config.go of docker 1.9, registry/service_v2.go. */
export const otherMirrors: Rule = ({ egress }) =>
  Object.keys(egress.mirrors)
    .filter((registry) => registry !== DOCKER_HUB)
    .map((registry) => ({
      code: "unsupported-combination",
      places: [
        { path: ["egress", "registryMirrors", registry], part: "key" },
        { path: ["kubernetes", "version"], label: "its nodes run docker" },
      ],
      message: `docker never asks a mirror for images of ${registry}`,
      help: `leave it out, and name the images at the mirror; mirrors of ${DOCKER_HUB} can be`,
    }));
