/** What a cluster is bound to once it runs: what a later version of its spec is held against. */
export interface Identity {
  /** The kind of place, e.g. `aws` */
  readonly platform: string;
  /** Where in the world it is, as its place calls that; null where the place has nothing of the kind. */
  readonly region: string | null;
  /** The release, e.g. `1.2.7` */
  readonly kubernetes: string;
  /** The voting members of etcd whose data nothing else keeps, each with the address of the resource that it goes with. */
  readonly etcd: Readonly<Record<string, string>>;
}
