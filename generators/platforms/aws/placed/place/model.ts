/** Machines that each have an address of their own. */
import type { MachinePlace, Placement } from "../../../../model/place.ts";
import type { AwsPlace } from "../../place/model.ts";

export interface PlacedPlace extends AwsPlace {
  readonly type: "aws";
  /** Ranges outside the VPC that reach every machine. */
  readonly sshAccess: readonly string[];
  readonly icmpAccess: readonly string[];
  readonly loadBalancer: LoadBalancer;
  readonly routeQuota: number;
  /** Whether nodes run etcd, too, as members or as ways to the control plane's. */
  readonly nodesRunEtcd: boolean;
  readonly placement: Placement<PlacedMachine>;
}

export interface PlacedMachine extends MachinePlace {
  /** The value of its Name tag, e.g. `ycluster-minion-1` */
  readonly fullName: string;
  readonly zone: string;
}

export interface LoadBalancer {
  /** e.g. `ycluster-elb` */
  readonly name: string;
  readonly listeners: readonly Listener[];
  /** Where nodes take HTTP. */
  readonly nodePort: number;
  /** Null without an HTTPS listener. */
  readonly certificate: string | null;
  /** What else it is called, in a zone that exists; null where it has AWS's name alone. */
  readonly dns: { readonly name: string; readonly zoneId: string } | null;
  readonly healthCheck: HealthCheck;
}

export interface Listener {
  readonly protocol: "http" | "https";
  readonly port: number;
  /** The port on the nodes, always plain HTTP: TLS ends at the load balancer. */
  readonly nodePort: number;
  readonly certificate: string | null;
}

export interface HealthCheck {
  /** e.g. `TCP:8080` */
  readonly target: string;
  readonly timeoutSeconds: number;
  readonly intervalSeconds: number;
  readonly unhealthyThreshold: number;
  readonly healthyThreshold: number;
}
