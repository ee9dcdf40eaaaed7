import type { Finding, SpecPath } from "../../schema/diagnostics.ts";
import { token, tokensIn } from "../model/token.ts";

/** Where the texts of a spec may hold tokens; everything else is needed as it stands. A star is any key. */
const PLACES: readonly SpecPath[] = [
  ["tokens"],
  ["files", "*", "content"],
  ["network", "password"],
  ["registries", "*", "auth"],
  ["addons", "*", "env", "*"],
  ["workloads", "*", "containers", "*", "env", "*"],
  ["workloads", "*", "containers", "*", "command", "*"],
  ["workloads", "*", "containers", "*", "args", "*"],
];

const isPlace = (path: SpecPath): boolean =>
  PLACES.some((place) =>
    place.every((key, index) => path[index] !== undefined && (key === "*" || key === path[index])),
  );

const stray = (name: string, path: SpecPath): Finding => ({
  code: "token-phase",
  places: [{ path }],
  message: `nothing binds the token ${token(name)} here`,
  notes: ["the compiler needs this text itself; tokens stand in env, command, args and the content of files"],
  help: "write the value",
});

/** The tokens in texts of a spec that nothing binds. */
export function strayTokens(value: unknown, path: SpecPath = []): readonly Finding[] {
  if (isPlace(path)) return [];
  if (typeof value === "string") return tokensIn(value).map((name) => stray(name, path));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    strayTokens(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
