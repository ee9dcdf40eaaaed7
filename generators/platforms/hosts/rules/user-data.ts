/** What user-data for all hosts at once cannot say. */
import type { Finding } from "../../../../schema/diagnostics.ts";
import { clashes } from "../../../machines/clashes.ts";
import { isFor } from "../../../machines/own-files.ts";
import type { Rule } from "../../../model/variants.ts";
import type { HostsPlace } from "../place/model.ts";

const USER_DATA = { path: ["platform", "userData"] } as const;

/** Units of the image start by what the image says of them, on every host or on none. */
export const sharedImageUnits: Rule<HostsPlace> = ({ platform, os }) =>
  platform.userData === "shared" && os.hasPackages
    ? [
        {
          code: "unsupported-combination",
          places: [USER_DATA, { path: ["os", "family"], label: "the image" }],
          message: `units of the image of the family "${os.family}" know no hosts, and user-data for all would start each on all of them`,
          help: "give each host user-data of its own: userData: per-host",
        },
      ]
    : [];

/** A file that some hosts have and others have not: user-data has no condition for a file. */
export const sharedFiles: Rule<HostsPlace> = ({ platform, files, roles }) =>
  platform.userData === "shared"
    ? files.flatMap((file): readonly Finding[] => {
        const others = roles.filter(({ parts }) => !isFor(file, parts));
        if (others.length === 0) return [];
        return [
          {
            code: "unsupported-combination",
            places: [{ path: [...file.from, "machines"] }, { ...USER_DATA, label: "one for all hosts" }],
            message: `${file.path} would be on all hosts, those of ${others.map(({ name }) => name).join(", ")} among them`,
            help: "leave machines out, or give each host user-data of its own: userData: per-host",
          },
        ];
      })
    : [];

/** Units and files of one name that differ between roles. */
export const sharedNames: Rule<HostsPlace> = ({ platform, files }, { payloads }) =>
  platform.userData === "shared"
    ? clashes(payloads.map(({ machine }) => machine))
        // Of the spec's own files it is said which hosts have them.
        .filter(({ name }) => files.every(({ path }) => path !== name))
        .map(
          ({ name, roles: [one, other] }): Finding => ({
            code: "unsupported-combination",
            places: [USER_DATA],
            message: `hosts of the roles ${one} and ${other} differ in ${name}, and user-data for all hosts has one of each name`,
            help: "give each host user-data of its own: userData: per-host",
          }),
        )
    : [];
