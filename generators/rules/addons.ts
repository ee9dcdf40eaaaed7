import type { Finding } from "../../schema/diagnostics.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { ALL_ADDONS } from "../manifests/addons/index.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Rule } from "../model/variants.ts";
import { linesWith } from "../variants/kubernetes/index.ts";

const on = ({ addons }: Cluster) => ALL_ADDONS.filter(({ name }) => addons[name] !== null);

/** Add-ons that the version has no words or no place for. */
export const addonUnavailable: Rule = (cluster) =>
  on(cluster)
    .filter(({ apis }) => !apis.includes(cluster.kubernetes.features.workloadApi))
    .map(
      ({ name, apis }): Finding => ({
        code: "addon-unavailable",
        places: [
          { path: ["addons", name], part: "key" },
          { path: ["kubernetes", "version"], label: "this version" },
        ],
        message: `the add-on "${name}" is not available on Kubernetes ${cluster.kubernetes.version}`,
        help: `it is on ${linesWith(apis)
          .map((line) => `${line}.x`)
          .join(", ")}`,
      }),
    );

/** Add-ons without what they build on. */
export const addonDependency: Rule = (cluster) =>
  on(cluster).flatMap(({ name, needs }) =>
    needs
      .filter((other) => cluster.addons[other] === null)
      .map(
        (other): Finding => ({
          code: "addon-dependency",
          places: [
            { path: ["addons", name], part: "key" },
            { path: ["addons", other], label: "off" },
          ],
          message: `the add-on "${name}" needs "${other}", which is off`,
          help: `add "${other}: {}" to "addons"`,
          restsOn: [["addons"]],
        }),
      ),
  );

/** Images for containers that an add-on does not have. */
export const addonImages: Rule = (cluster) =>
  on(cluster).flatMap(({ name, images }) => {
    const known = Object.keys(images({ api: cluster.kubernetes.features.workloadApi, registry: "", coreDnsImage: "" }));
    return Object.keys(cluster.addons[name]?.images ?? {})
      .filter((container) => !known.includes(container))
      .map(
        (container): Finding => ({
          code: "unknown-key",
          places: [{ path: ["addons", name, "images", container], part: "key" }],
          message: `the add-on "${name}" has no container "${container}"`,
          help: didYouMean(container, known, `its containers: ${known.join(", ")}`),
          restsOn: [["kubernetes", "version"]],
        }),
      );
  });
