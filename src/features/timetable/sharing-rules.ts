/**
 * The items that share a key with another one, group by group; who shares it with nobody is in none.
 *
 * In a large workbook most lines are alone, and a list of their own for each of them would cost more than the reading.
 */
export function sharing<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] {
  const first = new Map<string, Item>();
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const one = first.get(key);
    if (one === undefined) first.set(key, item);
    else {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one, item]);
      else group.push(item);
    }
  }
  return [...groups.values()];
}
