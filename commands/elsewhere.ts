/** What comparable tools call an option, and what it is here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "--dry-run": "synth --check writes nothing and prints what would change",
  "--diff": "synth --check prints what would change as a patch",
  "--output": "synth --out <dir> says where the clusters' directories go",
  "-o": "synth --out <dir> says where the clusters' directories go",
  "-f": "name the spec without an option: clusterwright synth <spec>",
  "--file": "name the spec without an option: clusterwright synth <spec>",
  "--json": "--format json prints one object",
  "--yes": "nothing is asked; synth --force also replaces files that were edited",
};

/** The way from an option of another tool to ours, as a line; nothing where there is none. */
export function elsewhere(text: string): string {
  const option = /unknown option '([^'=]+)/.exec(text)?.[1] ?? "";
  return Object.hasOwn(ELSEWHERE, option) ? `${ELSEWHERE[option]}\n` : "";
}
