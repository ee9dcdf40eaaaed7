import { distance } from "fastest-levenshtein";

/** A name without what writers of names differ in. */
export const simplified = (name: string): string => name.toLowerCase().replace(/[_\s-]/g, "");

/**
 * The candidate a writer most likely meant, or undefined when none is near. Case, hyphens and underscores
 * cost nothing; otherwise at most two slips, and fewer than half of a short word.
 */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  if (written.length > 64) return undefined;
  const limit = Math.min(2, Math.floor(written.length / 2));
  let best: { name: string; slips: number } | undefined;
  for (const name of candidates) {
    const slips = distance(simplified(written), simplified(name));
    if (slips <= limit && (best === undefined || slips < best.slips)) best = { name, slips };
  }
  return best?.name;
}

const inQuotes = (name: string): string => `"${name}"`;

/** The way out where a name is not among the known ones: the one that was meant, or what else helps. */
export function didYouMean(
  written: string,
  known: readonly string[],
  otherwise: string,
  shown: (name: string) => string = inQuotes,
): string {
  const near = nearest(written, known);
  return near === undefined ? otherwise : `did you mean ${shown(near)}?`;
}
