/** Items of the same key together, in the order in which each key first comes. */
export function gathered<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const others = found.get(key);
    if (others === undefined) found.set(key, [item]);
    else others.push(item);
  }
  return [...found.values()];
}
