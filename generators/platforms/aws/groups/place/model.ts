/** Auto-scaling groups over the zones; machines come and go. */
import type { FetchingPlace } from "../../fetching/place/model.ts";

export interface GroupsPlace extends FetchingPlace {
  readonly type: "aws-autoscaling";
  readonly placement: null;
  /** e.g. `prod` */
  readonly environment: string;
  /** What the image calls its root disk, e.g. `/dev/xvda` */
  readonly rootDevice: string;
}
