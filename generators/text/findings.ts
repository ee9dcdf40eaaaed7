/** Findings that many rules make alike. */
import type { Finding, Place, SpecPath } from "../../schema/diagnostics.ts";

/** What is named twice, and how that is said. */
interface Repetition {
  /** What stands at each place of the list, by which two of its items are the same; null for what cannot be. */
  readonly keys: readonly (string | null)[];
  readonly pathOf: (index: number) => SpecPath;
  /** Beside the first of the two. */
  readonly label: string;
  readonly message: (key: string, index: number) => string;
  readonly help: string;
}

/** Whatever stands a second time in a list where each stands once, with the place of the first. */
export const repeated = ({ keys, pathOf, label, message, help }: Repetition): readonly Finding[] => {
  const first = new Map<string, number>();
  return keys.flatMap((key, index): readonly Finding[] => {
    if (key === null) return [];
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return [];
    }
    const places: readonly [Place, ...Place[]] = [{ path: pathOf(index) }, { path: pathOf(earlier), label }];
    return [{ code: "duplicate-name", places, message: message(key, index), help }];
  });
};
