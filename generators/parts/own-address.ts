/** How units learn the address of their machine: what an operating system or a delivery chooses from. */
import { MACHINE_ENVIRONMENT } from "../facts/paths.ts";
import type { OwnAddress } from "../model/machine.ts";
import { type Entries, raw } from "../model/units.ts";

/** coreos-cloudinit fills `$private_ipv4` in before the units are written. */
export const FILLED_IN: OwnAddress = {
  address: raw("$private_ipv4"),
  name: raw("$private_ipv4"),
  environment: [],
  etcd: ({ clientPort, peerPort }) => ({
    listenClient: raw(`http://0.0.0.0:${clientPort}`),
    advertiseClient: raw(`http://$private_ipv4:${clientPort}`),
    peer: raw(`http://$private_ipv4:${peerPort}`),
  }),
};

/** A step of the boot writes the address to a file that the units read. */
export const WRITTEN_DOWN: OwnAddress = {
  address: raw("${PRIVATE_IP}"),
  name: raw("${PRIVATE_IP}"),
  environment: [["EnvironmentFile", MACHINE_ENVIRONMENT]],
  etcd: () => ({
    listenClient: raw("${LISTEN_CLIENT_URLS}"),
    advertiseClient: raw("${ADVERTISE_CLIENT_URLS}"),
    peer: raw("${LISTEN_PEER_URLS}"),
  }),
};

/** A host's own file says what it is called, too. */
export const ofHost = (environment: Entries): OwnAddress => ({
  ...WRITTEN_DOWN,
  name: raw("${HOST_NAME}"),
  environment,
});
