import type { Host, HostsPlace } from "./model.ts";

/** Every host that the spec lists, in its order. */
export const byPlace = ({ hosts, spare }: HostsPlace): readonly Host[] =>
  spare.length === 0 ? hosts : [...hosts, ...spare].toSorted((a, b) => a.index - b.index);
