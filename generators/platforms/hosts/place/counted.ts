/** Says of each name whether it may be had once more, as often as its number says. */
export function repeatedly(counts: readonly (readonly [name: string, count: number])[]): (name: string) => boolean {
  const left = new Map(counts);
  return (name) => {
    const now = left.get(name) ?? 0;
    left.set(name, now - 1);
    return now > 0;
  };
}
