import { SUPPORTED_LINES } from "./index.ts";

type Release = readonly [major: number, minor: number, patch: number];

function parse(version: string): Release {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
}

function compare(a: Release, b: Release): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** How one release follows on another; `through` is the line to go to first, where clusters can be made of it. */
type Step =
  | { readonly kind: "stays" | "next" | "back" }
  | { readonly kind: "skips"; readonly through: string | undefined };

/**
 * A release reads what the minor release before it has stored, and nothing older for sure; there is no way back
 * (Kubernetes' version skew policy; what 0.x stored as v1beta1 and v1beta2, 1.0 no longer reads).
 */
export function stepBetween(before: string, after: string): Step {
  const [old, now] = [parse(before), parse(after)];
  const order = compare(now, old);
  if (order <= 0) return { kind: order === 0 ? "stays" : "back" };
  const [major, minor] = old;
  if (now[0] === major && now[1] <= minor + 1) return { kind: "next" };
  const next = `${major}.${minor + 1}`;
  return { kind: "skips", through: SUPPORTED_LINES.includes(next) ? next : undefined };
}
