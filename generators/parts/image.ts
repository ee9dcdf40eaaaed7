/** What images of every family run before anything of ours does. */
import * as ports from "../facts/ports.ts";
import { listening, type MachinePart } from "../model/machine.ts";

/** Its own services; of them only what listens matters here. */
export const imageServices: MachinePart = {
  files: [],
  units: [],
  listens: [
    ...listening("SSH", ports.SSH),
    { who: "the image's DHCP client", port: ports.DHCP_CLIENT, protocol: "UDP" },
  ],
};
