/** Which kinds of place have a key, in words: the schema says it at the key, everything that explains keys says it alike. */

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** `the platform "aws" alone has`, `the platforms "aws" and "hosts" alone have` */
export const platformsAlone = (platforms: readonly string[]): string =>
  `the platform${platforms.length > 1 ? "s" : ""} ${listed(platforms.map((name) => `"${name}"`))} alone ${platforms.length > 1 ? "have" : "has"}`;

/** What the schema says at a key about kinds of place. */
export interface PlatformKeywords {
  /** Those that have the key; left out where all have. */
  readonly "x-platforms"?: readonly string[];
  /** Whether those cannot do without it, or which kinds of place cannot. */
  readonly "x-needed"?: boolean | readonly string[];
  /**
   * Only where not every such cluster needs it: those in which the value at a path, as text, matches. Where kinds of place are
   * named, those alone are asked.
   */
  readonly "x-needed-where"?: {
    readonly platforms?: readonly string[];
    readonly path: readonly string[];
    readonly pattern: string;
  };
}

/** Whether every cluster of such a place cannot do without a key. */
export const isAlwaysNeeded = (node: PlatformKeywords): boolean =>
  node["x-needed"] === true && node["x-needed-where"] === undefined;

/** Whether a kind of place, or the one that is not known yet, cannot do without a key. */
export const isNeeded = ({ "x-needed": needed }: PlatformKeywords, platform?: string): boolean =>
  typeof needed === "object" ? platform === undefined || needed.includes(platform) : needed === true;

/**
 * What stands before the description of a key: `aws-autoscaling only, and needed there: `; nothing where every kind of
 * place has it.
 */
export const platformsPrefix = (platforms: readonly string[] | undefined, needed = false): string =>
  platforms === undefined ? "" : `${listed(platforms)} only${needed ? ", and needed there" : ""}: `;
